package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How flags of QEMU are written. */
class FlagsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-device, virtio-rng-pci|-",
        "\"-hda disk.img\"|D2163:16",
        "-no-reboot, \"-device virtio-rng-pci\"|D2163:28",
        "\"-no-reboot \"|D2163:16",
        "-name, \"-a b\"|-",
        "-append, \"-a b\"|D2164:16",
        "-kernel, x|D2164:16",
        "--initrd, x|D2164:16",
        "-name, -kernel|-",
        "\"a disk.img\"|-",
      })
  void flags(String flags, String expected) throws IOException {
    String text =
        """
        distro: v1
        name: toy
        version: 1.0.0
        architecture: x86_64
        kernel: {source: {debian: linux-source-6.1}, base: tinyconfig}
        image: {formats: [kernel]}
        """
            + "qemu: {flags: ["
            + flags
            + "]}\n";
    Path file = Files.writeString(folder.resolve("recipe.yaml"), text);
    List<Diagnostic> found = new ArrayList<>();
    try {
      RecipeReader.read(file, "recipe.yaml", found);
    } catch (Failure failure) {
      found.addAll(failure.diagnostics());
    }
    String said =
        String.join(
            " ", found.stream().map(d -> d.code() + ":" + d.at().orElseThrow().column()).toList());
    assertEquals(expected == null ? "" : expected, said);
  }
}
