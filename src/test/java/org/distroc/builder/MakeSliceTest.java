package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.distroc.expand.Expander;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of the generated Makefile are in the key of a kernel. */
class MakeSliceTest {
  private static final Set<String> CONFIG = Set.of("kernel.config");

  @TempDir Path folder;
  private String makefile;

  @BeforeEach
  void expand() throws IOException {
    makefile = makefile(Plans.recipe("", ""));
  }

  private String makefile(String recipe) throws IOException {
    byte[] text = Expander.expand(Plans.of(folder, recipe)).files().get("Makefile");
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String slice(String makefile, String target) {
    return MakeSlice.of(
        Map.of("Makefile", makefile.getBytes(StandardCharsets.UTF_8)), target, CONFIG);
  }

  private static String kernel(String makefile) {
    return slice(makefile, "bzImage");
  }

  private String changed(String text, String with) {
    assertTrue(makefile.contains(text), text);
    return makefile.replace(text, with);
  }

  @ParameterizedTest
  @CsvSource({
    "KBUILD_BUILD_TIMESTAMP=1980-01-01, KBUILD_BUILD_TIMESTAMP=1990-01-01",
    "HOSTCFLAGS=-O1, HOSTCFLAGS=-O2",
    "SOURCE_DATE_EPOCH := 315532800, SOURCE_DATE_EPOCH := 1",
    "unexport KCFLAGS, unexport KCPPFLAGS",
    "$(MAKE) $(KERNEL) bzImage, $(MAKE) $(KERNEL) bzImage V=1",
    ".DELETE_ON_ERROR:, .EXPORT_ALL_VARIABLES:",
  })
  void aTemplateThatBuildsAnotherKernelChangesItsKey(String text, String with) {
    assertNotEquals(kernel(makefile), kernel(changed(text, with)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export MORE := 1",
        "SHELL := /bin/bash",
        "include more.mk",
        "KERNEL += W=1",
        "bzImage: CFLAGS = -g",
        "bzImage: more"
      })
  void whatIsAddedForAllRulesOrForThisOneChangesTheKey(String line) {
    assertNotEquals(kernel(makefile), kernel(makefile + line + "\n"), line);
  }

  @Test
  void unrelatedRulesDoNotChangeTheKey() throws IOException {
    assertEquals(kernel(makefile), kernel(makefile + "OTHER := 1\nother: $(OTHER)\n\tcmd\n"));
    assertEquals(kernel(makefile), kernel("# a comment\n" + makefile.replaceAll("(?m)^#.*$", "#")));
    assertEquals(
        kernel(makefile),
        kernel(makefile.replaceFirst("KERNEL_SOURCE := .*", "KERNEL_SOURCE := /x")));
    for (String keys :
        Set.of(
            "image: {formats: [kernel]}\n",
            "image: {initramfs: {compression: xz}}\ninit: {program: hello}\n",
            "qemu: {memory: 99M}\n",
            "description: another\n")) {
      assertEquals(kernel(makefile), kernel(makefile(Plans.recipe("", keys))), keys);
    }
    String other = makefile(Plans.recipe("", "").replace("tinyconfig", "allnoconfig"));
    assertEquals(kernel(makefile), kernel(other), "the configuration is a part of the key itself");
  }

  @Test
  void aConfigurationDependsOnItsBase() throws IOException {
    String other = makefile(Plans.recipe("", "").replace("tinyconfig", "allnoconfig"));
    assertNotEquals(config(makefile), config(other));
    assertNotEquals(config(makefile), config(changed("merge_config.sh -m", "merge_config.sh -r")));
    assertFalse(config(makefile).contains("bzImage"));
  }

  private static String config(String makefile) {
    Map<String, byte[]> files = Map.of("Makefile", makefile.getBytes(StandardCharsets.UTF_8));
    return MakeSlice.of(files, "kernel.config", Set.of("kernel.fragment", "kernel.base"));
  }

  @Test
  void symbolsDependOnTheKernelToo() {
    String symbols = slice(makefile, "debug/vmlinux");
    assertNotEquals(symbols, slice(changed("-g -fdebug", "-g3 -fdebug"), "debug/vmlinux"));
    assertNotEquals(symbols, slice(changed("HOSTCFLAGS=-O1", "HOSTCFLAGS="), "debug/vmlinux"));
    assertEquals(kernel(makefile), kernel(changed("-g -fdebug", "-g3 -fdebug")));
  }

  /** A file of the project that a rule reads, directly or by a variable. */
  @Test
  void filesThatARuleReadsAreInTheKey() {
    String rules = "FILES := b.txt\nout: a.txt $(FILES) made\n\tcmd\nmade: c.txt\n\tcmd\n";
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : Set.of("a.txt", "b.txt", "c.txt", "d.txt")) {
      files.put(name, new byte[] {1});
    }
    files.put("Makefile", rules.getBytes(StandardCharsets.UTF_8));
    String slice = MakeSlice.of(files, "out", Set.of());
    for (String name : Set.of("a.txt", "b.txt", "c.txt", "d.txt")) {
      Map<String, byte[]> other = new TreeMap<>(files);
      other.put(name, new byte[] {2});
      boolean same = slice.equals(MakeSlice.of(other, "out", Set.of()));
      assertEquals(name.equals("d.txt"), same, name);
      assertEquals(slice(rules, "made"), slice(rules, "made"));
    }
  }

  @Test
  void aTargetWithoutARuleIsAnError() {
    assertThrows(IllegalStateException.class, () -> slice(makefile, "vmlinuz.efi"));
  }
}
