package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.distroc.expand.Expander;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.Plans;
import org.distroc.spec.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kernel.features}: options of the architecture, under those of the recipe. */
class FeaturesTest {
  @TempDir Path folder;

  private BuildPlan plan(String architecture, String kernel) throws IOException {
    return Plans.of(
        folder,
        "distro: v1\nname: toy\nversion: 1.0.0\narchitecture: "
            + architecture
            + "\nkernel:\n  source: {debian: linux-source-6.1}\n"
            + kernel.indent(2)
            + "image: {formats: [kernel]}\nqemu: {display: serial}\n");
  }

  private static String line(KernelPlan.Option option) {
    return option.name() + "=" + option.value() + " " + option.at().line();
  }

  @Test
  void aRecipesOwnOptionWins() throws IOException {
    KernelPlan kernel =
        plan("x86_64", "features:\n- initramfs\n- console\noptions:\n  TTY: n\n").kernel();
    assertEquals(
        List.of(
            "BLK_DEV_INITRD=y 8",
            "PRINTK=y 9",
            "SERIAL_8250=y 9",
            "SERIAL_8250_CONSOLE=y 9",
            "TTY=n 11"),
        kernel.options().stream().map(FeaturesTest::line).toList());
    assertEquals(
        Map.of(
            "BLK_DEV_INITRD", Feature.INITRAMFS,
            "PRINTK", Feature.CONSOLE,
            "SERIAL_8250", Feature.CONSOLE,
            "SERIAL_8250_CONSOLE", Feature.CONSOLE),
        kernel.features());
    assertEquals(5, kernel.own().size(), "all of them are verified");
  }

  @Test
  void theFragmentSaysWhatAnOptionIsFor() throws IOException {
    BuildPlan plan = plan("x86_64", "features: [elf, machine]\noptions: {PRINTK: y}\n");
    String fragment = new String(Expander.expand(plan).files().get("kernel.fragment"));
    assertTrue(
        fragment.endsWith(
            """
            # elf, on x86_64:
            CONFIG_BINFMT_ELF=y
            # machine, on x86_64:
            CONFIG_64BIT=y
            # The recipe's own:
            CONFIG_PRINTK=y
            """),
        fragment);
  }

  @Test
  void otherArchitecturesHaveOtherOptions() throws IOException {
    assertEquals(
        "PRINTK TTY SERIAL_AMBA_PL011 SERIAL_AMBA_PL011_CONSOLE",
        plan("arm64", "features: [console]\n").kernel().options().stream()
            .map(KernelPlan.Option::name)
            .collect(Collectors.joining(" ")));
  }
}
