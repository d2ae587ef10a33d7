package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.junit.jupiter.api.Test;

/**
 * Only the packages below {@code arch}, and the templates below {@code templates/arch}, name a
 * processor architecture, its registers, its instructions, or what its kernels, boards and tools
 * call things. All other code takes these facts from an {@link Architecture}.
 */
class NoArchitectureElsewhereTest {
  private static final Path CODE = Path.of("src/main/java/org/distroc");
  private static final List<Path> TEXTS =
      List.of(Path.of("templates"), Path.of("src/main/resources"));

  /** Names of architectures, in any spelling, also inside of other words. */
  private static final List<String> NAMES =
      List.of(
          "x86",
          "i[3-6]86",
          "amd64",
          "ia32",
          "aarch64",
          "arm64",
          "armv7",
          "riscv",
          "powerpc",
          "ppc64",
          "s390",
          "mips",
          "malta",
          "PL011",
          "loongarch",
          "sparc",
          "parisc",
          "EM_386");

  /** Registers, also with a percent sign before; and instructions, which are words of assembly. */
  private static final List<String> REGISTERS =
      List.of(
          "[re](ip|sp|bp|ax|bx|cx|dx|si|di)",
          "r(8|9|1[0-5])",
          "cr[0-4]",
          "[fg]s_base",
          "%[cdefgs]s",
          "\\$cs",
          "CPL",
          "HLT",
          "hlt",
          "movaps",
          "sysenter",
          "int \\$?0x80",
          "ud2",
          "modrm",
          "rex",
          "tpidr\\w*",
          "mtvec",
          "svc #?0",
          "ecall",
          "\\$29");

  /** Names specific to x86 kernels, boards and images. */
  private static final List<String> FACTS =
      List.of(
          "ttyS0",
          "ttyAMA0",
          "hvc0",
          "pseries",
          "\"arm\"",
          "qemu-system-arm",
          "arch/arm/\\S*",
          "HVC_CONSOLE",
          "SCLP_\\w*",
          "ttysclp0",
          "earlyprintk",
          "bzImage",
          "zImage",
          "VGA_CONSOLE",
          "FRAMEBUFFER_CONSOLE",
          "SERIAL_8250\\w*",
          "X86\\w*",
          "IA32\\w*",
          "isa-debug-exit",
          "if=ide",
          "e1000",
          "-vga",
          "phys_startup_\\w+",
          "do_syscall_64",
          "do_int80\\w*",
          "syscall_\\d+",
          "fcf-protection\\S*",
          "mregparm\\S*",
          "m32",
          "HdrS",
          "FRAME_SIZE",
          "ORIG_RAX",
          "linux-gnu\\w*",
          "0xb8000",
          "0x7c00");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i:"
              + String.join("|", NAMES)
              + ")|(?<![A-Za-z0-9_])%?(?i:"
              + String.join("|", REGISTERS)
              + ")(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])("
              + String.join("|", FACTS)
              + ")(?![A-Za-z0-9_])");

  /** By file: the words that it may have, and why. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          // A recipe, like those in recipes/: the one that `distroc new` writes.
          "templates/recipe/new.yaml", Set.of("x86"),
          // Flags and devices of all of QEMU's programs: a table of what is harmless.
          "src/main/resources/org/distroc/trust/qemu-flags.txt",
              Set.of("-vga", "e1000", "isa-debug-exit"),
          // What x86 kernels print when they crash, and the remedies: a table of such texts.
          "src/main/resources/org/distroc/boot/diagnose/diagnoses.txt",
              Set.of(
                  "%fs",
                  "%rsp",
                  "FRAMEBUFFER_CONSOLE",
                  "IA32",
                  "VGA_CONSOLE",
                  "hlt",
                  "movaps",
                  "ud2",
                  "x86"),
          // Options that kernels of all architectures renamed, read from the kernel's history.
          "src/main/resources/kconfig/renames.txt",
              Set.of(
                  "ARM64",
                  "IA32",
                  "LOONGARCH",
                  "MIPS",
                  "POWERPC",
                  "PPC64",
                  "RISCV",
                  "S390",
                  "SPARC",
                  "SERIAL_8250_DFL",
                  "SERIAL_8250_PCI1XXXX",
                  "SERIAL_8250_PCILIB",
                  "X86"),
          // Where every VGA card has its text, on whatever board.
          "src/main/java/org/distroc/boot/console/VgaMemory.java", Set.of("0xb8000"),
          // An image for a PC: its drive is one of a PC.
          "src/main/java/org/distroc/format/iso/IsoFormat.java", Set.of("if=ide"),
          // The calling convention of UEFI is not that of the compiler there.
          "templates/format/shared/efi-stub.c.ftl", Set.of("x86"),
          // A value of the recipe's key `network`.
          "src/main/java/org/distroc/recipe/schema/TestChecks.java", Set.of("e1000"));

  @Test
  void noArchitectureIsNamedOutsideOfItsPackage() throws IOException {
    List<String> found = new ArrayList<>();
    Set<String> unused = new TreeSet<>(ALLOWED.keySet());
    for (Path file : files()) {
      for (String word : words(file)) {
        if (ALLOWED.getOrDefault(file.toString(), Set.of()).contains(word)) {
          unused.remove(file.toString());
        } else {
          found.add(file + ": " + word);
        }
      }
    }
    assertEquals(List.of(), found, () -> String.join("\n", found));
    assertEquals(Set.of(), unused, "exceptions that nothing needs");
  }

  @Test
  void everyArchitectureOfTheCatalogueWouldBeSeen() {
    for (Architecture architecture : Architectures.ALL) {
      for (String fact :
          List.of(
              architecture.name(),
              architecture.board().qemu(),
              architecture.consoles().serial(),
              architecture.consoles().serialOption())) {
        assertTrue(!words("String a = \"" + fact + "\";").isEmpty(), fact);
      }
    }
  }

  @Test
  void filesOfAllKindsWereSeen() throws IOException {
    List<String> names = files().stream().map(Path::toString).toList();
    assertTrue(names.size() > 300, names.size() + " files");
    assertTrue(names.contains("templates/Makefile.ftl"), "templates");
    assertTrue(names.stream().anyMatch(name -> name.endsWith("/diagnoses.txt")), "resources");
    assertTrue(names.stream().noneMatch(name -> name.contains("/arch/")), "architectures");
  }

  @Test
  void registersOfTheFirstArchitectureWouldBeSeen() {
    for (String fact :
        List.of(
            Architectures.standard().rules().threadRegister(),
            Architectures.standard().debug().registers().counter(),
            Architectures.standard().debug().registers().stack(),
            Architectures.standard().debug().registers().result())) {
      assertTrue(!words("String a = \"" + fact + "\";").isEmpty(), fact);
    }
  }

  /** The checking itself, on code that is not allowed. */
  @Test
  void aNameIsSeen() {
    String code =
        """
        // x86 and "rip" in a comment are fine,
        /* and so is %fs */
        long at = registers.get("rip"); Machine isX86; int stripped = description(trip, ripple);
        String port = "console=ttyS0"; String call = "int $0x80"; char[] chars = charset;
        boolean guard = text.contains("%fs:0x28"); // bzImage
        """;
    assertEquals(Set.of("rip", "X86", "ttyS0", "int $0x80", "%fs"), words(withoutComments(code)));
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> roots = new ArrayList<>(TEXTS);
    roots.add(CODE);
    for (Path root : roots) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .filter(file -> !file.toString().contains("/arch/"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private static Set<String> words(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return words(file.toString().endsWith(".java") ? withoutComments(text) : text);
  }

  private static Set<String> words(String text) {
    Set<String> found = new TreeSet<>();
    // The boundary in a regular expression is not a letter of the next word.
    Matcher matcher = FORBIDDEN.matcher(text.replace("\\b", " "));
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** The same code with its comments blank; texts between quotes stay. */
  private static String withoutComments(String code) {
    Matcher matcher =
        Pattern.compile(
                "(\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])')"
                    + "|//[^\n]*|/\\*(?s:.*?)\\*/")
            .matcher(code);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          out, matcher.group(1) == null ? " " : Matcher.quoteReplacement(matcher.group(1)));
    }
    return matcher.appendTail(out).toString();
  }
}
