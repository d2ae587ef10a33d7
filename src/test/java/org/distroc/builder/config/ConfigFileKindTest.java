package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.model.KconfigModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileKindTest {
  @TempDir Path folder;

  private KconfigModel model() {
    String selects =
        IntStream.range(0, 30)
            .mapToObj(i -> "\tselect FEATURE" + i + "\n")
            .collect(Collectors.joining());
    return new SmallTree(folder)
        .file("Kconfig", "config 64BIT\n\tdef_bool y\nconfig NET\n\tbool \"Net\"\n")
        .file("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n" + selects + "config NET\n")
        .file("arch/mips/Kconfig", "config MIPS\n\tbool\n\tdefault y\n" + selects)
        .load()
        .model();
  }

  private Optional<Diagnostic> mistake(String config) {
    return new ConfigFileKind("a.config", config).mistake(Architectures.standard(), model());
  }

  private static String architecture(String config) {
    return new ConfigFileKind("a.config", config)
        .architecture()
        .map(Architecture::name)
        .orElse("none");
  }

  private void assertMistake(Code code, int line, String words, String config) {
    Diagnostic found = mistake(config).orElseThrow();
    assertEquals(code, found.code());
    assertEquals("a.config:" + line + ":1", found.at().orElseThrow().place());
    assertTrue(found.toString().contains(words), found.toString());
  }

  @Test
  void theArchitectureFollowsFromTitleAndOptions() {
    String title = "#\n# Linux/x86 6.1.0 Kernel Configuration\n#\n";
    assertEquals("x86_64", architecture(title + "CONFIG_64BIT=y\n"));
    assertEquals("i386", architecture(title + "# CONFIG_64BIT is not set\n"));
    assertEquals("i386", architecture("CONFIG_X86_32=y\n"));
    assertEquals("i386", architecture("# Linux/i386 5.4.0 Kernel Configuration\n"));
    assertEquals("x86_64", architecture("CONFIG_NET=y\n"));
    assertEquals("arm64", architecture("# Linux/arm64 6.1.0 Kernel Configuration\n"));
    assertEquals("none", architecture("# Linux/sparc 6.1.0 Kernel Configuration\n"));
  }

  @Test
  void anotherArchitectureIsAnErrorAtTheLineThatSaysIt() {
    String other = "#\n# Linux/sparc 6.1.0 Kernel Configuration\n#\nCONFIG_64BIT=y\n";
    assertMistake(Code.D2071, 2, "distroc builds kernels for x86_64, i386", other);
    assertMistake(Code.D2071, 2, "architecture: arm64", other.replace("sparc", "arm64"));
    assertMistake(Code.D2071, 2, "architecture: i386", "CONFIG_NET=y\n# CONFIG_64BIT is not set\n");
    assertMistake(Code.D2071, 2, "architecture arm64", "CONFIG_NET=y\nCONFIG_ARM64=y\n");
    assertMistake(Code.D2071, 1, "architecture mips", "CONFIG_MIPS=y\nCONFIG_NET=y\n");
  }

  @Test
  void theFileOfAnotherProgramIsNamed() {
    assertMistake(
        Code.D2072,
        2,
        "that of Busybox",
        "# Automatically generated make config: don't edit\n# Busybox version: 1.36.1\n"
            + "CONFIG_DESKTOP=y\nCONFIG_NET=y\nCONFIG_LONG_OPTS=y\n");
    assertMistake(
        Code.D2072,
        3,
        "that of U-Boot",
        "#\n# Automatically generated file; DO NOT EDIT.\n# U-Boot 2023.01 Configuration\n"
            + "CONFIG_SYS_TEXT_BASE=0\n# CONFIG_64BIT is not set\nCONFIG_SPL=y\n");
    String untitled =
        IntStream.range(0, 20)
            .mapToObj(i -> "CONFIG_FEATURE_X" + i + "=y\n")
            .collect(Collectors.joining());
    assertMistake(Code.D2072, 1, "that of BusyBox", untitled);
  }

  @Test
  void aNameThatIsNotAnOptionsFileIsFoundToo() {
    assertEquals(
        Optional.of("Buildroot"),
        ConfigFileKind.otherProgram("#\n# Buildroot 2023.02 Configuration\n#\nBR2_x86_64=y\n"));
    assertEquals(Optional.of("Buildroot"), ConfigFileKind.otherProgram("BR2_x86_64=y\n"));
    assertEquals(Optional.empty(), ConfigFileKind.otherProgram("hello\n"));
  }

  @Test
  void oneWrongNameIsOnlyATypingError() {
    assertEquals(Optional.empty(), mistake("CONFIG_NTE=y\n"));
    assertEquals(Optional.empty(), mistake("CONFIG_NET=y\nCONFIG_64BIT=y\n"));
    assertEquals(Optional.empty(), mistake("# My Configuration\nCONFIG_NET=y\n"));
  }
}
