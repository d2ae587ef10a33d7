package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code recipes/formats.yaml} with each loader and each partition table: every image under every
 * firmware that starts it, as a disk or CD and as a USB stick. The recipe itself, with eight boots,
 * is among the recipes that {@link RecipesGuestTest} boots.
 */
@Tag("long")
class FormatsLongTest {
  private static final Path RECIPE = Path.of("recipes/formats.yaml").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"standard, mbr", "standard, gpt", "small, mbr", "small, gpt"})
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyImageStarts(String loader, String table) throws IOException {
    String text = Files.readString(RECIPE);
    String variants =
        """
          variants:
            format: [iso, disk, uki]
            firmware: [bios, uefi]
            drive: [auto, usb]
            exclude: [{format: uki, firmware: bios}, {format: uki, drive: usb}]

        """;
    String changed =
        text.replaceFirst("(?s)  variants:.*?\n\n", variants)
            .replace("loader: small", "loader: " + loader)
            .replace("label: FORMATS", "label: FORMATS, table: " + table)
            .replaceFirst("(iso: \\{[^}]*)", loader.equals("small") ? "$1" : "$1, hybrid: true");
    Path recipe = Files.writeString(folder.resolve("formats.yaml"), changed);
    Run run = Run.in(folder, "test", recipe.toString());
    System.out.println(run.out());
    assertEquals(0, run.exit(), run.all());
    List<String> boots = run.out().lines().filter(line -> line.contains(" passed ")).toList();
    assertEquals(9, boots.size(), run.all());
    assertTrue(boots.stream().anyMatch(line -> line.contains("format=uki")), run.all());
  }

  /**
   * A root on the disk with each file system, and the folder for the network with each loader. What
   * is on the disk is mounted by the kernel, so there is no initramfs to fall back on.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "disk | {firmware: [bios, uefi], loader: small, root: {filesystem: squashfs, verity:"
            + " true}}",
        "disk | {firmware: [bios, uefi], table: gpt, root: {filesystem: erofs, verity: true}}",
        "disk | {firmware: [bios, uefi], table: gpt, loader: small, root: {filesystem: squashfs}}",
        "disk | {firmware: [bios, uefi], root: {filesystem: ext4, mode: read-write}, data: {size:"
            + " 4M}}",
        "netboot | {firmware: [bios, uefi]}",
        "netboot | {firmware: [bios, uefi], loader: small}",
      })
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyRootAndServerStarts(String format, String settings) throws IOException {
    String text = Files.readString(RECIPE);
    String image = "image:\n  formats: [%s]\n  %s: %s\n\n".formatted(format, format, settings);
    String variants = "  variants: {format: [%s], firmware: [bios, uefi]}\n\n".formatted(format);
    String changed =
        text.replaceFirst("(?s)image:.*?\n\n", image)
            .replaceFirst("(?s)  variants:.*?\n\n", variants)
            .replace("memory: 128M", "memory: 256M");
    Path recipe = Files.writeString(folder.resolve("formats.yaml"), changed);
    Run run = Run.in(folder, "test", recipe.toString());
    System.out.println(run.out());
    assertEquals(0, run.exit(), run.all());
    assertEquals(2, run.out().lines().filter(line -> line.contains(" passed ")).count());
  }
}
