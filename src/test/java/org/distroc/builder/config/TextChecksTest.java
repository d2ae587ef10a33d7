package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.model.KconfigModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextChecksTest {
  private static final Span AT = new Span("recipe.yaml", 7, 5, 4, "line");

  private static final BuildStrings READ =
      new BuildStrings(
          Map.of(
              "INITRAMFS_SOURCE", "usr/Makefile:19",
              "LOCALVERSION", "scripts/setlocalversion:126",
              "EXTRA_FIRMWARE", "firmware/Makefile:9",
              "EXTRA_FIRMWARE_DIR", "firmware/Makefile:6"),
          "");

  /** Stands for a source where every file exists. */
  private List<Code> check(BuildStrings read, Map<String, String> values) {
    return check(
        read,
        values,
        new MissingFiles(Path.of(""), () -> null) {
          @Override
          boolean lacks(String option, String path, String reader) {
            return false;
          }
        });
  }

  private static List<Code> check(
      BuildStrings read, Map<String, String> values, MissingFiles files) {
    return TextChecks.check(
            read,
            name -> Optional.ofNullable(values.get(name)),
            files,
            values.keySet().stream().collect(Collectors.toMap(name -> name, name -> AT)))
        .stream()
        .map(Diagnostic::code)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(shell id)",
        "${x}",
        "$x",
        "`id`",
        "a;b",
        "a|b",
        "a&b",
        "a>b",
        "a<b",
        "a'b",
        "a\"b",
        "a\\b",
        "a#b",
        "a*b",
        "a?b",
        "a[b]",
        "~root",
        "{a,b}",
        "a(b)",
        "!a",
        "a:b",
        "a=b",
        "a%b",
        "a@b",
        "^a",
        "a\tb"
      })
  void rejectsWhatAMakefileExpands(String text) {
    assertEquals(List.of(Code.D2130), check(READ, Map.of("INITRAMFS_SOURCE", text)));
    assertEquals(List.of(Code.D2130), check(READ, Map.of("LOCALVERSION", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f", "a -f", "-"})
  void rejectsOptionsOfTools(String text) {
    assertEquals(List.of(Code.D2130), check(READ, Map.of("INITRAMFS_SOURCE", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/shadow", "usr/x /etc/shadow", "..", "../x", "usr/../../x", "x/.."})
  void rejectsPathsOutside(String text) {
    assertEquals(Code.D2131, check(READ, Map.of("INITRAMFS_SOURCE", text)).get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "usr/init.cpio", "a b", "x86_64-1.2+3,4", "größe"})
  void acceptsPlainText(String text) {
    assertEquals(List.of(), check(READ, Map.of("INITRAMFS_SOURCE", text)));
  }

  @Test
  void acceptsASuffixOfTheRelease() {
    assertEquals(List.of(), check(READ, Map.of("LOCALVERSION", "-my.kernel+1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"memmap=64K$0x1000", "a \"b c\" 'd'", "$(shell id)", "`id`", "/sbin/init", "a\\b"})
  void acceptsAnyTextThatOnlyCReads(String text) {
    assertEquals(List.of(), check(READ, Map.of("CMDLINE", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\", "a\u0001b", "a\rb", "a\u007fb"})
  void rejectsWhatChangesOtherLines(String text) {
    assertEquals(List.of(Code.D2130), check(READ, Map.of("CMDLINE", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(id)", "a `id`"})
  void rejectsWhatAShellEvaluatesIfAScriptRunsTheConfiguration(String text) {
    BuildStrings sourced = new BuildStrings(Map.of(), "scripts/link-vmlinux.sh:242");
    assertEquals(List.of(Code.D2130), check(sourced, Map.of("CMDLINE", text)));
    assertEquals(List.of(), check(sourced, Map.of("CMDLINE", "root=/dev/sda 'x' \"y\"")));
  }

  @Test
  void rejectsFirmwareOfThisMachine() {
    assertEquals(
        List.of(Code.D2131),
        check(READ, Map.of("EXTRA_FIRMWARE", "a.bin", "EXTRA_FIRMWARE_DIR", "/lib/firmware")));
    assertEquals(
        List.of(), check(READ, Map.of("EXTRA_FIRMWARE", "", "EXTRA_FIRMWARE_DIR", "/lib")));
    assertEquals(
        List.of(),
        check(READ, Map.of("EXTRA_FIRMWARE", "a.bin", "EXTRA_FIRMWARE_DIR", "firmware")));
  }

  @Test
  void isKeptInAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("strings");
    BuildStrings sourced = new BuildStrings(READ.readers(), "x.sh:1");
    for (BuildStrings strings : List.of(READ, sourced)) {
      strings.write(file);
      assertEquals(Optional.of(strings), BuildStrings.read(file));
    }
    Files.writeString(file, Files.readString(file).replace("end", ""));
    assertEquals(Optional.empty(), BuildStrings.read(file));
  }

  @Test
  void aFileThatTheKernelSourceLacksIsMissing(@TempDir Path source) throws IOException {
    Files.createDirectories(source.resolve("certs"));
    Files.writeString(source.resolve("certs/own.pem"), "");
    KconfigModel model =
        new SmallTree(source)
            .file("Kconfig", "config KEYS\n\tstring \"Keys\"\n\tdefault \"certs/made.pem\"\n")
            .load()
            .model();
    BuildStrings read = new BuildStrings(Map.of("KEYS", "certs/Makefile:3"), "");
    MissingFiles files = new MissingFiles(source, () -> model);
    assertEquals(List.of(), check(read, Map.of("KEYS", "certs/own.pem"), files));
    assertEquals(List.of(), check(read, Map.of("KEYS", "own.pem"), files), "next to the Makefile");
    assertEquals(List.of(), check(read, Map.of("KEYS", "certs/made.pem"), files), "the default");
    assertEquals(List.of(), check(read, Map.of("KEYS", ""), files));
    assertEquals(List.of(Code.D2073), check(read, Map.of("KEYS", "debian/certs/uefi.pem"), files));
    assertEquals(List.of(Code.D2073), check(read, Map.of("KEYS", "keys"), files));
    assertEquals(List.of(), check(read, Map.of("OTHER", "debian/certs/uefi.pem"), files));
  }
}
