package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.builder.Artifacts;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that fail before their kernel, or by their processor, and guests that end too soon. */
@Tag("guest")
class FailedMachinesTest extends FailedBoots {
  private BootResult bootIso(String remove, String... xorriso) throws Exception {
    keys.put("options", "{" + TERMINALS + "}");
    keys.put("display", "vga");
    keys.put("formats", "[iso]");
    keys.put("timeout", "4s");
    BuildPlan plan = guests.plan(recipe());
    Artifacts built = guests.build(plan);
    Path files = built.folder().resolve("iso");
    if (!remove.isEmpty()) {
      Files.delete(files.resolve(remove));
    }
    Path iso = folder.resolve("other.iso");
    List<String> words = new ArrayList<>(List.of("xorriso", "-as", "mkisofs", "-quiet", "-o"));
    words.add(iso.toString());
    words.addAll(List.of(xorriso));
    words.add(files.toString());
    guests.run(words.toArray(String[]::new));
    return guests.boot(plan, FailingGuests.withIso(built, iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldlinux.c32 loader/second-stage",
        "bzImage loader/file-not-found",
        "isolinux.cfg loader/no-configuration"
      })
  void anImageThatLacksAFile(String fileAndRow) throws Exception {
    String[] words = fileAndRow.split(" ");
    String[] bootable =
        "-b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table".split(" ");
    BootResult result = bootIso(words[0], bootable);
    assertExplained(result, words[1], "formats");
  }

  @Test
  void anImageThatCannotBoot() throws Exception {
    assertExplained(bootIso(""), "loader/no-bootable-device", "formats");
  }

  @Test
  void aProcessorOf32BitsForAKernelOf64() throws Exception {
    keys.put("cpu", "pentium3");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "processor/not-64-bit", "cpu");
    assertSays(
        shown,
        "built for x86-64 processors, but the one that QEMU emulates, pentium3, is only i686");
  }

  @Test
  @Tag("long")
  void aProcessorThatLacksAnInstruction() throws Exception {
    keys.put("cpu", "\"qemu64,-sse2\"");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "processor/lacks-features", "cpu");
    assertSays(shown, "needs a processor with sse2; the");
  }

  @Test
  void aGuestThatRestartsOverAndOver() throws Exception {
    BootResult result = bootWith(0755, guests.program("RESTART"));
    assertEquals(Outcome.GUEST_ENDED, result.outcome());
    String shown = assertExplained(result, "end/reset", "init");
    assertSays(shown, "last lines of a second, verbose boot:");
  }

  /** {@code reboot=t} lets the kernel restart by giving the processor no way to report a fault. */
  @Test
  void aProcessorWithThreeFaultsInARow() throws Exception {
    keys.put("cmdline", "[reboot=t]");
    String shown =
        assertExplained(bootWith(0755, guests.program("RESTART")), "end/triple-fault", "qemu");
    assertSays(shown, "It was at native_machine_emergency_restart+0x");
  }

  @Test
  @Tag("long")
  void aGuestThatCannotSwitchItselfOff() throws Exception {
    keys.put("timeout", "10s");
    BootResult result = bootWith(0755, guests.program("POWEROFF"));
    assertExplained(result, "end/halted", "options");
  }
}
