package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.arch.Board;
import org.distroc.arch.x86.X86;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Sandbox;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Display;
import org.distroc.spec.Firmware;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses with scripts in QEMU's place that behave as machines were seen to behave. */
class AcceleratorSelectorTest {
  @TempDir Path folder;
  private Host host;
  private Path kvm;

  @BeforeEach
  void makeHost() throws Exception {
    kvm = Files.createFile(folder.resolve("kvm"));
    host =
        new Host(
            Map.of(
                "PATH",
                folder + ":/usr/bin:/bin",
                "XDG_CACHE_HOME",
                folder + "/cache",
                // The scripts count their runs in a file.
                Sandbox.VARIABLE,
                "off"),
            folder);
  }

  /** Each argument is shell text that says what QEMU does under that accelerator. */
  private void qemu(String underTcg, String underKvm) throws Exception {
    Path script = folder.resolve("qemu-system-x86_64");
    Files.writeString(
        script,
        "#!/bin/sh\necho run >>"
            + folder
            + "/runs\ncase \"$*\" in\n*'-accel tcg'*) "
            + underTcg
            + " ;;\n*'-accel kvm'*) "
            + underKvm
            + " ;;\nesac\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Launch launch(Acceleration wanted) throws Exception {
    Machine machine = Machine.of(X8664.BOARD, 1 << 20, Display.VGA).with(wanted);
    return new AcceleratorSelector(host, kvm).launch(machine);
  }

  private long runs() throws Exception {
    try (Stream<String> lines = Files.lines(folder.resolve("runs"))) {
      return lines.count();
    }
  }

  @Test
  void takesTheFasterOne() throws Exception {
    qemu("sleep 0.4; exit 85", "exit 85");
    Launch launch = launch(Acceleration.AUTO);
    assertEquals(Accelerator.KVM, launch.accelerator());
    assertTrue(launch.notice().startsWith("Using KVM: a probe guest took "), launch.notice());
  }

  @Test
  void takesTcgWhenKvmIsSlower() throws Exception {
    qemu("exit 85", "sleep 0.15; exit 85");
    Launch launch = launch(Acceleration.AUTO);
    assertEquals(Accelerator.TCG, launch.accelerator());
    assertTrue(launch.notice().contains(" ms under KVM"), launch.notice());
  }

  @Test
  void waitsNotLongForAKvmThatHangs() throws Exception {
    qemu("exit 85", "sleep 60");
    long start = System.nanoTime();
    Launch launch = launch(Acceleration.AUTO);
    assertTrue(System.nanoTime() - start < 3_000_000_000L);
    assertEquals(Accelerator.TCG, launch.accelerator());
    assertTrue(launch.notice().contains("did not respond within"), launch.notice());
  }

  @Test
  void reportsKvmsError() throws Exception {
    qemu("sleep 0.1; exit 85", "echo 'failed to initialize kvm' >&2; exit 1");
    assertTrue(launch(Acceleration.AUTO).notice().contains("(failed to initialize kvm)"));
    Failure failure = assertThrows(Failure.class, () -> launch(Acceleration.KVM));
    assertEquals(Code.D5042, failure.diagnostics().get(0).code());
  }

  @Test
  void doesNotTrustAWrongAnswer() throws Exception {
    qemu("sleep 0.1; exit 85", "exit 87");
    Launch launch = launch(Acceleration.AUTO);
    assertEquals(Accelerator.TCG, launch.accelerator());
    assertTrue(launch.notice().contains("wrong answer"), launch.notice());
  }

  @Test
  void remembersTheResultAndReportsItOnce() throws Exception {
    qemu("sleep 0.2; exit 85", "exit 85");
    assertFalse(launch(Acceleration.AUTO).notice().isEmpty());
    assertEquals(2, runs());
    Launch again = launch(Acceleration.AUTO);
    assertEquals(new Launch(again.qemu(), Accelerator.KVM, ""), again);
    assertEquals(Accelerator.TCG, launch(Acceleration.TCG).accelerator());
    assertEquals(Accelerator.KVM, launch(Acceleration.KVM).accelerator());
    assertEquals(2, runs());
  }

  @Test
  void triesAgainWhenQemuOrTheDeviceChanged() throws Exception {
    qemu("exit 85", "sleep 0.2; exit 85");
    launch(Acceleration.AUTO);
    qemu("sleep 0.3; exit 85", "exit 85");
    assertEquals(Accelerator.KVM, launch(Acceleration.AUTO).accelerator());
    assertEquals(4, runs());
    Files.delete(kvm);
    Launch without = launch(Acceleration.AUTO);
    assertEquals(Accelerator.TCG, without.accelerator());
    assertTrue(without.notice().contains(" does not exist"), without.notice());
    assertEquals(5, runs(), "KVM is not tried when it is not there");
  }

  @Test
  void survivesADamagedMemory() throws Exception {
    qemu("exit 85", "sleep 0.2; exit 85");
    launch(Acceleration.AUTO);
    Path file = folder.resolve("cache/distroc/boot/qemu-system-x86_64.trial");
    String text = Files.readString(file);
    for (int length = 0; length < text.length(); length += 40) {
      Files.writeString(file, text.substring(0, length));
      assertEquals(Accelerator.TCG, launch(Acceleration.TCG).accelerator());
    }
  }

  @Test
  void worksWhenNothingCanBeRemembered() throws Exception {
    qemu("exit 85", "sleep 0.2; exit 85");
    Files.writeString(folder.resolve("cache"), "a file where the folder would be");
    assertEquals(Accelerator.TCG, launch(Acceleration.AUTO).accelerator());
  }

  @Test
  void goesWithoutASandboxThatQemuDoesNotHave() throws Exception {
    String tcg =
        "case \"$*\" in *-sandbox*) echo '-sandbox: not compiled' >&2; exit 1;; esac; exit 85";
    qemu(tcg, "exit 1");
    assertFalse(launch(Acceleration.AUTO).qemu().sandbox());
    assertFalse(launch(Acceleration.AUTO).qemu().sandbox(), "also when remembered");
  }

  @Test
  void refusesAQemuThatDoesNotWork() throws Exception {
    qemu("echo broken >&2; exit 1", "exit 85");
    Failure failure = assertThrows(Failure.class, () -> launch(Acceleration.AUTO));
    assertEquals(Code.D5041, failure.diagnostics().get(0).code());
    assertTrue(failure.diagnostics().get(0).reasons().get(0).contains("broken"));
  }

  private static Board board(String qemu) {
    return new Board(
        qemu,
        "a-package",
        List.of(Firmware.BIOS),
        Optional.empty(),
        Optional.empty(),
        X86.SCREEN,
        X86.NETWORK_DEVICES,
        Optional.of(X86.DEBUG_EXIT),
        X86.DEBUGGER_FEATURES,
        X86.REGISTERS,
        Optional.empty());
  }

  @Test
  void refusesAQemuThatIsMissing() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                new AcceleratorSelector(host, kvm)
                    .launch(Machine.of(board("qemu-system-nowhere"), 1, Display.VGA)));
    assertEquals(Code.D5040, failure.diagnostics().get(0).code());
  }

  @Test
  void emulatesAMachineThatTheProbeDoesNotCover() throws Exception {
    Path other = folder.resolve("qemu-system-riscv64");
    Files.writeString(other, "#!/bin/sh\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    Machine machine = Machine.of(board("qemu-system-riscv64"), 1 << 20, Display.SERIAL);
    assertEquals(Accelerator.TCG, new AcceleratorSelector(host, kvm).launch(machine).accelerator());
  }

  @Test
  void writesABootSectorOfTheRightForm() throws Exception {
    byte[] sector = ProbeGuest.bootSector(X8664.BOARD.probe().orElseThrow());
    assertEquals(512, sector.length);
    assertEquals((byte) 0xfa, sector[0]);
    assertEquals((byte) 0x55, sector[510]);
    assertEquals((byte) 0xaa, sector[511]);
  }

  @Test
  void readsATrialBackAsItWasWritten() {
    AcceleratorProbe fast = new AcceleratorProbe(100, Optional.of(50L), "", true);
    AcceleratorProbe broken =
        new AcceleratorProbe(100, Optional.empty(), "no such thing - really", false);
    assertEquals(Optional.of(fast), AcceleratorProbe.read(fast.written()));
    assertEquals(Optional.of(broken), AcceleratorProbe.read(broken.written()));
    assertEquals(Optional.empty(), AcceleratorProbe.read("tcg 1\nkvm x\nsandbox true\n"));
  }
}
