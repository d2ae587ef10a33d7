package org.distroc.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Failure;
import org.distroc.expand.Expander;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.Tool;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every format of the catalogue. */
class FormatConformanceTest {
  private static final ImageContents TINY =
      new ImageContents(
          "tiny",
          Architectures.standard(),
          "bzImage",
          "initramfs.cpio",
          true,
          List.of("quiet"),
          Map.of(),
          "a recipe");

  @TempDir Path folder;

  static List<ImageFormat> formats() {
    return Formats.ALL;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void isDescribed(ImageFormat format) {
    assertTrue(format.name().matches("[a-z][a-z0-9]*"), "also a folder: " + format.name());
    assertTrue(format.summary().length() > 10, format.summary());
    assertFalse(format.summary().endsWith("."), "the reference adds the full stop");
    assertFalse(format.needs().isEmpty(), "made from something");
    assertTrue(
        format.getClass().getPackageName().endsWith(".format." + format.name()), "its package");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void bringsItsTemplates(ImageFormat format) throws IOException {
    Path templates = Path.of("templates/format").resolve(format.name());
    String rule = Files.readString(templates.resolve("rule.mk.ftl"));
    assertTrue(rule.startsWith("# ---- "), "a heading for the reader");
    assertTrue(rule.lines().filter(line -> line.startsWith("# ")).count() >= 3, "a lesson");
    try (Stream<Path> files = Files.list(templates)) {
      Set<String> expected = new HashSet<>(Set.of("rule.mk.ftl"));
      format.configurations().forEach(name -> expected.add(name + ".ftl"));
      FormatSettings small = new FormatSettings(Map.of("loader", List.of("small")));
      List<String> sources = new ArrayList<>(format.sources(FormatSettings.NONE));
      sources.addAll(format.sources(small));
      for (String source : sources) {
        Path shared = templates.resolveSibling("shared").resolve(source + ".ftl");
        Path ofArchitecture = Path.of("templates/arch/x86_64").resolve(source + ".ftl");
        if (!Files.exists(shared) && !Files.exists(ofArchitecture)) {
          expected.add(source + ".ftl");
        }
      }
      Set<String> found = new HashSet<>();
      files.forEach(file -> found.add(file.getFileName().toString()));
      assertEquals(expected, found, "each is used, and each is there");
    }
  }

  @Test
  void filesHaveDifferentNames() {
    Set<String> names = new HashSet<>();
    Set<String> files = new HashSet<>();
    Formats.ALL.forEach(f -> assertTrue(names.add(f.name()), f.name()));
    Formats.ALL.forEach(f -> assertTrue(files.add(f.fileName(TINY)), f.fileName(TINY)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void itsToolsCanBeInstalled(ImageFormat format) {
    for (Tool tool : format.tools()) {
      assertFalse(tool.debianPackage().isEmpty(), tool.name());
      assertTrue(Formats.tools().contains(tool), "known to doctor");
      assertTrue(
          Tool.ALL.stream().noneMatch(other -> other.name().equals(tool.name())), tool.name());
    }
    assertTrue(format.tools().containsAll(format.shipped()), "what is shipped is used");
    boolean loader = format.needs().contains(Ingredient.BOOT_LOADER);
    assertEquals(loader, !format.shipped().isEmpty(), "a boot loader comes from the host");
  }

  /** A format has a boot medium exactly if some firmware starts it. */
  @ParameterizedTest
  @MethodSource("formats")
  void firmwareAndMediumAgree(ImageFormat format) {
    BootFiles files =
        new BootFiles(Path.of("x"), Path.of("k"), Optional.of(Path.of("i")), List.of("quiet"));
    Optional<BootMedium> medium = format.medium(files);
    assertEquals(!format.firmware().isEmpty(), medium.isPresent());
    medium.ifPresent(one -> assertEquals(format.name(), one.format()));
    for (Architecture architecture : Architectures.ALL) {
      List<Firmware> starts = format.startsBy(architecture, FormatSettings.NONE);
      assertTrue(format.firmware().containsAll(starts));
      assertTrue(architecture.board().firmware().containsAll(starts));
    }
  }

  /** Firmware × format × architecture: a recipe is refused exactly where a format does not boot. */
  @ParameterizedTest
  @MethodSource("formats")
  void whatDoesNotBootIsRefused(ImageFormat format) throws IOException {
    if (format.firmware().isEmpty()) {
      return;
    }
    for (Architecture architecture : Architectures.ALL) {
      for (Firmware firmware : architecture.board().firmware()) {
        String recipe =
            recipe(format, architecture).replaceFirst("(?m)^qemu:.*\n", "")
                + "qemu: {firmware: "
                + firmware.name().toLowerCase(Locale.ROOT)
                + "}\n";
        if (format.startsBy(architecture, FormatSettings.NONE).contains(firmware)) {
          assertEquals(List.of(format), Plans.of(folder, recipe).image().formats());
        } else {
          Failure refused = assertThrows(Failure.class, () -> Plans.of(folder, recipe));
          String said = refused.diagnostics().get(0).message();
          assertEquals("D1068", refused.diagnostics().get(0).code().name(), said);
          assertTrue(said.contains("`" + format.name() + "`"), said);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aRuleMakesTheFileTheSameTwice(ImageFormat format) throws Exception {
    BuildPlan plan = Plans.of(folder, recipe(format, Architectures.standard()));
    String name = format.fileName(plan.contents());
    byte[] first = made(plan, folder.resolve("a"), name, "022", Map.of());
    byte[] second =
        made(
            plan,
            folder.resolve("a/much/deeper/folder"),
            name,
            "077",
            Map.of(
                "LD_PRELOAD", anotherClock().toString(),
                "TZ", "Asia/Tokyo",
                "LC_ALL", "C.UTF-8",
                "SOURCE_DATE_EPOCH", "1"));
    assertTrue(first.length > 0, name);
    assertArrayEquals(first, second, name);
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("a").resolve(name)));
  }

  /** Either a file has parts that are its content, or the format says that it is opaque. */
  @ParameterizedTest
  @MethodSource("formats")
  void itsReaderFindsParts(ImageFormat format) throws Exception {
    BuildPlan plan = Plans.of(folder, recipe(format, Architectures.standard()));
    if (format.reader().isEmpty()) {
      return;
    }
    PartReader reader = format.reader().get();
    String name = format.fileName(plan.contents());
    // The toy kernel is a text, and so is its archive.
    byte[] file =
        format == Formats.KERNEL
            ? kernel()
            : format == Formats.INITRAMFS
                ? archive()
                : made(plan, folder.resolve("a"), name, "022", Map.of());
    assertTrue(reader.recognizes(file), "its own file");
    assertFalse(reader.recognizes("no image at all".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        List.of(reader.kind()),
        Formats.ALL.stream()
            .flatMap(other -> other.reader().stream())
            .filter(other -> other.recognizes(file))
            .map(PartReader::kind)
            .toList(),
        "no other reader takes it");
    List<Part> parts = reader.parts(file).orElseThrow();
    assertTrue(parts.stream().anyMatch(part -> !part.frame()), "content");
    Set<String> names = new HashSet<>();
    parts.forEach(part -> assertTrue(names.add(part.name()), part.name()));
    if (format.needs().size() > 1) {
      byte[] held = Files.readAllBytes(folder.resolve("a/bzImage"));
      assertTrue(
          parts.stream().anyMatch(part -> !part.frame() && Arrays.equals(held, part.content())),
          names.toString());
    }
  }

  private static String recipe(ImageFormat format, Architecture architecture) {
    return Plans.recipe(
            "",
            "init: {program: hello, syscalls: [write, pause]}\n"
                + ("image: {formats: [" + format.name() + "]}\n")
                + (format.firmware().isEmpty() || format.firmware().contains(Firmware.BIOS)
                    ? ""
                    : "qemu: {firmware: uefi}\n"))
        .replaceFirst("architecture: \\S+", "architecture: " + architecture.name());
  }

  /** The header of a bzImage, with a payload of four bytes in its third sector. */
  private static byte[] kernel() {
    byte[] file = new byte[2048];
    file[0x1f1] = 1;
    System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, file, 0x202, 4);
    file[0x248] = 16;
    file[0x24c] = 4;
    return file;
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream out = new CpioArchiveOutputStream(bytes)) {
      CpioArchiveEntry entry = new CpioArchiveEntry("init", 4);
      out.putArchiveEntry(entry);
      out.write(new byte[4]);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** The library by which {@code distroc verify} has its second build run in another year. */
  private Path anotherClock() throws Exception {
    Path library = folder.resolve("clock.so");
    Path source = Path.of("src/main/resources/org/distroc/verify/shim.c");
    List<String> gcc =
        List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
    assertEquals(0, new ProcessBuilder(gcc).inheritIO().start().waitFor());
    return library;
  }

  private static byte[] made(
      BuildPlan plan, Path project, String target, String umask, Map<String, String> environment)
      throws Exception {
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "umask " + umask + "; exec make -j2 \"$@\"", "make", target));
    ProcessBuilder make =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    make.environment().putAll(environment);
    Process process = make.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllBytes(project.resolve(target));
  }
}
