package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of a resolved configuration. */
class ConfigChecksTest {
  private static final String GOOD = "CONFIG_64BIT=y\nCONFIG_BLK_DEV_INITRD=y\n";

  @TempDir Path folder;

  private ResolvedConfig config(String text) throws IOException {
    return ResolvedConfig.read(Files.writeString(folder.resolve("kernel.config"), text));
  }

  /** Code, place and label of each finding. */
  private List<String> findings(String options, String keys, String config) throws IOException {
    return ConfigChecks.check(Plans.of(folder, Plans.recipe(options, keys)), config(config))
        .stream()
        .map(
            d ->
                d.code()
                    + " "
                    + d.at().orElseThrow().line()
                    + ":"
                    + d.at().orElseThrow().column()
                    + (d.label().isEmpty() ? "" : " " + d.label()))
        .toList();
  }

  @Test
  void aConfigurationIsReadAsTheKernelWritesIt() throws IOException {
    ResolvedConfig config =
        config(
            """
            #
            # Automatically generated file; DO NOT EDIT.
            #
            CONFIG_A=y
            CONFIG_M=m
            # CONFIG_OFF is not set
            # CONFIG_ is not set at all
            CONFIG_NUMBER=-12
            CONFIG_HEX=0x1000
            CONFIG_TEXT="say \\"hi\\" \\\\ = # é"
            CONFIG_EMPTY=""
            NOT_CONFIG=y
            """);
    assertTrue(config.isOn("A"));
    assertFalse(config.isOn("M"));
    assertEquals(Optional.of("m"), config.value("M"));
    assertEquals(Optional.of("n"), config.value("OFF"));
    assertEquals(Optional.of("-12"), config.value("NUMBER"));
    assertEquals(Optional.of("0x1000"), config.value("HEX"));
    assertEquals(Optional.of("say \"hi\" \\ = # é"), config.value("TEXT"));
    assertEquals(Optional.of(""), config.value("EMPTY"));
    assertEquals(Optional.empty(), config.value("NOT_CONFIG"));
    assertTrue(new String(config.bytes(), StandardCharsets.UTF_8).startsWith("#\n"));
  }

  @Test
  void allIsWell() throws IOException {
    assertEquals(List.of(), findings("", "init: {program: hello}\n", GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TTY: y|CONFIG_TTY=y|",
        "TTY: y|# CONFIG_TTY is not set|becomes n",
        "TTY: y||becomes n",
        "TTY: y|CONFIG_TTY=m|becomes m",
        "TTY: n||",
        "TTY: n|# CONFIG_TTY is not set|",
        "TTY: n|CONFIG_TTY=y|becomes y",
        "NR_CPUS: 8|CONFIG_NR_CPUS=8|",
        "NR_CPUS: 008|CONFIG_NR_CPUS=8|",
        "NR_CPUS: 8|CONFIG_NR_CPUS=64|becomes 64",
        "NR_CPUS: 8||becomes n",
        "PHYSICAL_START: 0x10|CONFIG_PHYSICAL_START=0x10|",
        "PHYSICAL_START: 0X0A|CONFIG_PHYSICAL_START=0xa|",
        "PHYSICAL_START: 0x10|CONFIG_PHYSICAL_START=0x11|becomes 0x11",
        "DEFAULT_HOSTNAME: y|CONFIG_DEFAULT_HOSTNAME=\"y\"|",
        "DEFAULT_HOSTNAME: \"8\"|CONFIG_DEFAULT_HOSTNAME=\"08\"|becomes 08",
      })
  void anOptionGetsTheRequestedValue(String asked, String line, String label) throws IOException {
    List<String> expected = label == null ? List.of() : List.of("D2050 11:5 " + label);
    assertEquals(expected, findings(asked, "", GOOD + (line == null ? "" : line + "\n")));
  }

  @Test
  void aKernelWithoutInitramfsNeverSeesInit() throws IOException {
    String off = "CONFIG_64BIT=y\n";
    assertEquals(
        List.of("D2050 10:5 becomes n", "D4002 11:7 is in the initramfs"),
        findings("", "init: {program: hello}\n", off));
    assertEquals(List.of("D2050 10:5 becomes n"), findings("", "", off), "and nobody misses it");
  }

  /** A root on the disk takes the place of the initramfs, whose option the kernel needs no more. */
  @Test
  void aRootOnADiskNeedsItsOptions() throws IOException {
    String keys =
        "init: {program: hello}\n"
            + "image: {formats: [disk], disk: {root: {filesystem: squashfs, verity: true}}}\n";
    List<String> all =
        List.of(
            "SQUASHFS", "SQUASHFS_XZ", "MSDOS_PARTITION", "DM_INIT", "DM_VERITY", "CRYPTO_SHA256");
    assertEquals(
        all.stream().map(option -> "D5101 12:39 needs " + option).toList(),
        findings("", keys, GOOD));
    String on = all.stream().map(o -> "CONFIG_" + o + "=y\n").collect(Collectors.joining());
    assertEquals(List.of(), findings("", keys, GOOD + on));
    String gpt =
        keys.replace(
            "{root: {filesystem: squashfs, verity: true}", "{table: gpt, root: {filesystem: ext4}");
    assertEquals(
        List.of("D5101 12:51 needs EXT4_FS", "D5101 12:51 needs EFI_PARTITION"),
        findings("", gpt, GOOD));
  }

  @Test
  void aFormatNeedsItsOptions() throws IOException {
    String keys =
        "init: {program: hello}\n"
            + "image: {formats: [disk], disk: {firmware: [uefi]}}\n"
            + "qemu: {firmware: uefi}\n";
    assertEquals(List.of("D5100 12:43 no EFI program"), findings("", keys, GOOD));
    assertEquals(List.of(), findings("", keys, GOOD + "CONFIG_EFI_STUB=y\n"));
    assertEquals(List.of(), findings("", keys.replace("uefi", "bios"), GOOD));
  }

  @Test
  void aKernelNeedsTheDecompressorOfTheInitramfs() throws IOException {
    String keys = "init: {program: hello}\nimage: {initramfs: {compression: gzip}}\n";
    assertEquals(List.of("D4001 12:34"), findings("", keys, GOOD));
    assertEquals(List.of(), findings("", keys, GOOD + "CONFIG_RD_GZIP=y\n"));
    assertEquals(List.of("D4001 12:34"), findings("", keys, GOOD + "CONFIG_RD_GZIP=m\n"));
  }

  /** D6035: the kernel's own build takes random numbers. */
  @Test
  void nonReproducibleKernelsAreWarnedAbout() throws IOException {
    String key = "CONFIG_MODULE_SIG_KEY=\"certs/signing_key.pem\"\n";
    String own = "CONFIG_MODULE_SIG_KEY=\"/keys/mine.pem\"\n";
    String ring = "CONFIG_SYSTEM_TRUSTED_KEYRING=y\n";
    assertEquals(List.of("D6035 7:9"), findings("", "", GOOD + "CONFIG_RANDSTRUCT=y\n"));
    assertEquals(List.of("D6035 7:9"), findings("", "", GOOD + key + ring));
    assertEquals(List.of(), findings("", "", GOOD + own + ring));
    assertEquals(List.of(), findings("", "", GOOD + key));
  }
}
