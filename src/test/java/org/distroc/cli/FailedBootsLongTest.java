package org.distroc.cli;

import org.distroc.boot.test.BootResult;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guests that fail on kernels which nothing else needs, and all the others on the newer kernel. */
@Tag("long")
class FailedBootsLongTest {
  private static final String NEWER = "linux-source-6.12";

  /** Each needs another kernel. */
  @Nested
  class OnOtherKernels extends FailedBoots {
    /** As `make tinyconfig` writes it on a PC without ARCH. */
    @Test
    void aProgramOf64BitsOnAKernelOf32() throws Exception {
      keys.put("options", "{PRINTK: y, BINFMT_ELF: y, BLK_DEV_INITRD: y, TTY: y, " + SERIAL + "}");
      BuildPlan plan = guests.plan(recipe());
      BootResult result = guests.boot(plan, guests.withKernelOf32Bits(guests.build(plan)));
      assertSays(assertExplained(result, "init-ended/wider-than-kernel", "options"), "64BIT");
    }

    /** The kernel that the row `end/halted` says to build. */
    @Test
    void aGuestThatSwitchesItselfOff() throws Exception {
      keys.put("options", "{" + TERMINALS + SERIAL + "ACPI: y, PCI: y}");
      assertExplained(bootWith(0755, guests.program("POWEROFF")), "end/poweroff", "init");
    }

    @Test
    void aKernelWithoutAScreen() throws Exception {
      keys.put("options", "{" + TERMINALS + "VT: n}");
      keys.put("display", "vga");
      keys.put("timeout", "3s");
      assertExplained(boot(), "silence/no-screen-driver", "display");
    }

    @Test
    void aKernelWithoutWords() throws Exception {
      keys.put("options", "{" + TERMINALS.replace("PRINTK: y, ", "") + SERIAL + "}");
      keys.put("timeout", "3s");
      assertExplained(
          bootWith(0755, guests.program("LOOP", "-DSILENT")), "silence/no-printk", "options");
    }
  }

  @Nested
  class StartsOnTheNewerKernel extends FailedStartsTest {
    @Override
    String kernel() {
      return NEWER;
    }
  }

  @Nested
  class InitsOnTheNewerKernel extends FailedInitsTest {
    @Override
    String kernel() {
      return NEWER;
    }
  }

  @Nested
  class SilenceOnTheNewerKernel extends SilentGuestsTest {
    @Override
    String kernel() {
      return NEWER;
    }
  }

  @Nested
  class MachinesOnTheNewerKernel extends FailedMachinesTest {
    @Override
    String kernel() {
      return NEWER;
    }
  }
}
