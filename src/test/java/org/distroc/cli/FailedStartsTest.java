package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.distroc.boot.test.BootResult;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests whose kernel starts no first program. */
@Tag("guest")
class FailedStartsTest extends FailedBoots {
  /** Three ways to fail of one kernel that has neither an initramfs nor terminals. */
  @Test
  void aKernelThatTakesNoInitramfs() throws Exception {
    keys.put("options", MUTE);
    keys.put("allow", "[D4002]");
    keys.put("cmdline", "[\"earlyprintk=serial,ttyS0,115200,keep\", panic=-1]");
    BootResult result = boot();
    assertTrue(result.console().contains("Unable to mount root fs on"), result.console());
    assertExplained(result, "init-ended/no-initrd-support", "options");
    assertTrue(result.console().contains("unable to open an initial console"), result.console());
    assertExplained(result, "console/no-terminals", "options");
  }

  @Test
  void aKernelWithoutTerminalsIsDiagnosedByASecondBoot() throws Exception {
    keys.put("options", MUTE);
    keys.put("allow", "[D4002]");
    keys.put("cmdline", "[]");
    keys.put("timeout", "3s");
    BootResult result = boot();
    assertEquals("", result.console().strip());
    String shown = assertExplained(result, "silence/no-terminals", "options");
    assertSays(shown, "last lines of a second, verbose boot: ");
    assertSays(shown, "Unable to mount root fs on");
    assertExplained(result, "init-ended/no-initrd-support", "options");
  }

  @Test
  void noInitramfsGiven() throws Exception {
    keys.put("options", DISKS);
    keys.put("formats", "[kernel]");
    BootResult result = boot();
    assertTrue(result.console().contains("Unable to mount root fs on"), result.console());
    assertExplained(result, "init-ended/none-given", "init");
  }

  @Test
  void noInitramfsGivenToAKernelWithoutDisks() throws Exception {
    keys.put("formats", "[kernel]");
    BootResult result = boot();
    assertTrue(result.console().contains("No working init found"), result.console());
    assertExplained(result, "init-ended/none-given", "init");
  }

  @Test
  void anInitramfsThatTheKernelCannotDecompress() throws Exception {
    keys.put("options", DISKS);
    keys.put("compression", "gzip");
    keys.put("allow", "[D4001]");
    String shown = assertExplained(boot(), "init-ended/no-decompressor", "compression");
    assertSays(shown, "add `RD_GZIP: y` under `kernel.options`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init-ended/no-root", "init-ended/none-found"})
  void anInitramfsWithoutInit(String row) throws Exception {
    if (row.endsWith("no-root")) {
      keys.put("options", DISKS);
    }
    BootResult result = bootWith(List.of(new FailingGuests.File("other", 0755, noise(9))));
    assertExplained(result, row, "options");
  }

  @Test
  void anotherFileThatIsNotThere() throws Exception {
    keys.put("cmdline", "[panic=-1, rdinit=/other]");
    assertExplained(boot(), "init-ended/rdinit", "cmdline");
  }

  @Test
  @Tag("long")
  void anotherProgramThatIsNotThere() throws Exception {
    keys.put("cmdline", "[panic=-1, rdinit=/other, init=/bin/other]");
    String shown = assertExplained(boot(), "init-ended/requested", "cmdline");
    assertSays(shown, "names /bin/other");
  }

  @Test
  @Tag("long")
  void anInitramfsThatIsDamaged() throws Exception {
    BuildPlan plan = guests.plan(recipe());
    BootResult result = guests.boot(plan, guests.with(guests.build(plan), noise(4096)));
    assertSays(assertExplained(result, "init-ended/not-unpacked", "initramfs"), "invalid magic");
  }

  /** The kernel unpacks itself over the archive. */
  @Test
  void tooLittleMemoryForTheArchive() throws Exception {
    keys.put("memory", "30M");
    FailingGuests.File big = new FailingGuests.File("aaa", 0644, noise(8 << 20));
    BootResult result = bootWith(0755, guests.program("GREETING"), big);
    assertTrue(result.console().contains("Initramfs unpacking failed"), result.console());
    assertExplained(result, "init-ended/does-not-fit", "memory");
  }

  @Test
  void aProgramWhoseLoaderIsMissing() throws Exception {
    String shown =
        assertExplained(
            bootWith(0755, guests.program("GREETING", "-DLIBRARY")),
            "init-ended/missing-loader",
            "libc");
    assertSays(shown, "/lib64/ld-linux-x86-64.so.2 first");
  }

  @Test
  void aScriptWhoseInterpreterIsMissing() throws Exception {
    keys.put("options", DISKS);
    BootResult result = bootWith(0755, "#!/bin/sh -e\necho\n".getBytes());
    assertSays(
        assertExplained(result, "init-ended/missing-interpreter", "init"),
        "that /bin/sh has to run");
  }

  @Test
  @Tag("long")
  void aScriptOnAKernelThatRunsNone() throws Exception {
    BootResult result = bootWith(0755, "#!/bin/sh\n".getBytes());
    assertExplained(result, "init-ended/no-scripts", "options");
  }

  /** A script that wants itself as its interpreter. */
  @Test
  @Tag("long")
  void aScriptThatGoesInACircle() throws Exception {
    keys.put("options", DISKS);
    BootResult result = bootWith(0755, "#!/init\n".getBytes());
    assertSays(assertExplained(result, "init-ended/cannot-execute", "init"), "error 40 (ELOOP");
  }

  @Test
  void aProgramOnAKernelThatRunsNone() throws Exception {
    keys.put("options", DISKS);
    assertExplained(boot(), "init-ended/no-elf", "options");
  }

  @Test
  void aProgramFor32Bits() throws Exception {
    BootResult result = bootWith(0755, guests.program("GREETING", "-m32"));
    assertExplained(result, "init-ended/narrower-than-kernel", "options");
  }

  @Test
  @Tag("long")
  void bytesThatAreNoProgram() throws Exception {
    assertExplained(bootWith(0755, noise(5000)), "init-ended/not-for-this-kernel", "init");
  }

  @Test
  void aFileThatIsNotExecutable() throws Exception {
    BootResult result = bootWith(0644, guests.program("GREETING"));
    assertSays(assertExplained(result, "init-ended/not-executable", "init"), "error -13");
  }
}
