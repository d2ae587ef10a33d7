package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel, in a tarball, whose own tool does not agree with what distroc computes. */
class ConfigMismatchExceptionTest {
  private static final String AWK = "scripts/kconfig/toyconfig.awk";

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makeKernel() throws IOException {
    place = new Workplace(folder);
    place.kernel();
  }

  /** No temporary files are left, whatever happened. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    Path objects = place.host().cacheFolder().resolve("objects");
    try (Stream<Path> all = Files.list(objects)) {
      assertEquals(List.of(), all.filter(p -> p.toString().endsWith("-config")).toList());
    }
  }

  private void replace(String file, String text, String with) throws IOException {
    Path path = folder.resolve("kernel").resolve(file);
    String before = Files.readString(path);
    assertTrue(before.contains(text), before);
    Files.writeString(path, before.replace(text, with));
  }

  private Run build(String name) throws IOException {
    place.write(
        name + ".yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: TARBALL}")
            .replace("name: toy", "name: " + name));
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sum=$(sha256sum kernel.tar | cut -c1-64);"
            + " sed -i \"s/TARBALL/{file: kernel.tar, sha256: $sum}/\" "
            + name
            + ".yaml");
    return place.run("build", name + ".yaml");
  }

  private String kernel(String name) throws IOException {
    return Files.readString(
        place.work.resolve("build").resolve(name).resolve("bzImage"), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theyAgree() throws IOException {
    Run run = build("one");
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("warning"), run.err());
    assertTrue(
        run.err()
            .contains("configuration: computed (verifying with olddefconfig in the background)"),
        run.err());
    assertTrue(kernel("one").contains("# CONFIG_VGA_CONSOLE is not set\n"));
    // What was checked is known from now on.
    assertTrue(build("two").err().contains("configuration: from the cache"));
  }

  @Test
  void theToolIsRight() throws IOException {
    replace(AWK, "END {", "END { value[\"VGA_CONSOLE\"] = \"y\"");
    Run run = build("one");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("warning[D2051]"), run.err());
    assertTrue(kernel("one").contains("\nCONFIG_VGA_CONSOLE=y\n"), kernel("one"));
    assertTrue(
        Files.readString(place.work.resolve("build/one/kernel.config"))
            .contains("\nCONFIG_VGA_CONSOLE=y\n"));
    // Nothing is computed in vain again, and the wrong kernel is not cached.
    Run again = build("two");
    assertFalse(again.err().contains("warning"), again.err());
    assertFalse(again.err().contains("computed"), again.err());
    assertEquals(kernel("one"), kernel("two"));
    try (Stream<Path> kernels = Files.list(place.host().cacheFolder().resolve("kernels"))) {
      assertEquals(1, kernels.count());
    }
  }

  /** A tool on the PATH lost a line once, and succeeded: the next build is not blamed for it. */
  @Test
  void aToolWasFaulty() throws IOException {
    place.withOwnPathFirst().set("DISTROC_SANDBOX", "off");
    Path awk = place.tool("awk", "PATH=${PATH#*:}; awk \"$@\" | sed '/^CONFIG_BINFMT_ELF=/d'");
    Run faulty = build("one");
    assertTrue(faulty.exit() != 0, faulty.all());
    Files.delete(awk);
    Run whole = build("two");
    assertEquals(0, whole.exit(), whole.all());
    assertFalse(whole.err().contains("warning"), whole.err());
    Run known = build("three");
    assertEquals(0, known.exit(), known.all());
    assertTrue(known.err().contains("configuration: computed"), known.err());
    assertEquals(kernel("two"), kernel("three"));
  }

  @Test
  void theToolDoesNotTakeWhatIsAskedFor() throws IOException {
    replace(AWK, "END {", "END { value[\"BINFMT_ELF\"] = \"n\"");
    Run run = build("one");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("warning[D2051]"), run.err());
    assertTrue(
        run.err().contains("error[D2050]: olddefconfig did not accept `BINFMT_ELF=y`"), run.err());
  }

  @Test
  void theToolFails() throws IOException {
    replace("Makefile", "olddefconfig:\n", "olddefconfig:\n\techo broken tool >&2; exit 3\n");
    Run run = build("one");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6001]: the step `configuration` failed"), run.err());
    assertTrue(run.err().contains("broken tool"), run.err());
    assertEquals(5, build("one").exit());
  }

  @Test
  void theCompilerFailsMeanwhile() throws IOException {
    replace("Makefile", "olddefconfig:\n", "olddefconfig:\n\tsleep 30\n");
    replace("Makefile", "bzImage:\n", "bzImage:\n\texit 3\n");
    long began = System.nanoTime();
    Run run = build("one");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6001]: the step `kernel` failed"), run.err());
    assertTrue(System.nanoTime() - began < 20_000_000_000L, "the tool is not waited for");
  }
}
