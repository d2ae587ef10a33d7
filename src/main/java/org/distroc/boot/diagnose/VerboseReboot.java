package org.distroc.boot.diagnose;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Consoles;
import org.distroc.boot.BootLogs;
import org.distroc.boot.CpuState;
import org.distroc.boot.CpuState.State;
import org.distroc.boot.Guest;
import org.distroc.boot.Launch;
import org.distroc.boot.QemuStartException;
import org.distroc.boot.test.TestRunner;
import org.distroc.format.BootMedium;
import org.distroc.format.BootMedium.KernelAndInitramfs;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.spec.Display;

/**
 * Reboots a guest that printed too little, with verbose output, and samples its CPU: a kernel
 * without any console still has an instruction pointer.
 */
final class VerboseReboot {
  /** Enough for a kernel to boot on a busy machine; the user waits no longer than this. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Enough for a guest that has spoken and whose processor waits. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int LOOKS = 8;

  private final Host host;
  private final Launch launch;
  private final Consoles consoles;

  /** Under TCG, which logs more than KVM. */
  VerboseReboot(Host host, Launch launch, Consoles consoles) {
    this.consoles = consoles;
    this.host = host;
    this.launch = launch.with(Accelerator.TCG);
  }

  /**
   * The result of the second boot.
   *
   * @param console what it said, firmware included
   * @param processor what it did in the end
   * @param tripleFault whether the processor gave up because it could not even report a fault
   */
  record Heard(String console, Optional<CpuState> processor, boolean tripleFault) {
    boolean spoke() {
      return TestRunner.spoke(console);
    }
  }

  /**
   * Boots.
   *
   * @param direct the guest without a boot loader, which is the only way to change its command
   *     line; else it boots as before, and only its CPU state and its other consoles add
   *     information
   * @return empty when QEMU does not start
   */
  Optional<Heard> run(
      Machine machine, BootMedium medium, Optional<KernelAndInitramfs> direct, BootLogs evidence)
      throws IOException, InterruptedException {
    BootMedium loud =
        direct
            .or(() -> medium instanceof KernelAndInitramfs d ? Optional.of(d) : Optional.empty())
            .<BootMedium>map(this::withEverythingPrinted)
            .orElse(medium);
    List<String> flags = new ArrayList<>(machine.flags());
    flags.addAll(List.of("-d", "guest_errors,cpu_reset"));
    boolean screen = machine.board().hasScreen();
    Machine both = (screen ? machine.with(Display.VGA) : machine).withFlags(flags);
    evidence.prepare();
    String console;
    Optional<CpuState> processor;
    try (Guest guest =
        Guest.start(host, launch, both, loud, LONGEST.multipliedBy(2), evidence, List.of())) {
      processor = CpuState.mostly(watch(guest));
      console = TestRunner.consoles(guest);
    } catch (QemuStartException e) {
      return Optional.empty();
    }
    // QEMU has exited, so its log is complete.
    boolean tripleFault =
        BoundedFiles.latin1(evidence.qemuLog(), BoundedFiles.TABLE).contains("Triple fault");
    return Optional.of(new Heard(console, processor, tripleFault));
  }

  private List<CpuState> watch(Guest guest) throws InterruptedException {
    Duration lastChange = Duration.ZERO;
    long seen = -1;
    while (guest.ending().isEmpty() && guest.time().compareTo(LONGEST) < 0) {
      guest.await(STEP);
      long now = guest.serial().version() + guest.screen().version();
      if (now != seen) {
        seen = now;
        lastChange = guest.time();
      }
      Duration quiet = guest.time().minus(lastChange);
      if (quiet.compareTo(QUIET) >= 0 && guest.time().compareTo(LEAST) >= 0
          || quiet.compareTo(REST) >= 0 && hasFinished(guest)) {
        break;
      }
    }
    return looks(guest);
  }

  /** It printed something, and is idle now. */
  private static boolean hasFinished(Guest guest) throws InterruptedException {
    return TestRunner.spoke(TestRunner.consoles(guest))
        && CpuState.of(guest.registers(), guest.machine().board().registers())
            .filter(p -> p.state() == State.IDLE)
            .isPresent();
  }

  private static List<CpuState> looks(Guest guest) throws InterruptedException {
    List<CpuState> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      CpuState.of(guest.registers(), guest.machine().board().registers()).ifPresent(looks::add);
      guest.await(STEP);
    }
    return looks;
  }

  /**
   * Both consoles, all log levels, early messages if the kernel supports them, and the registers of
   * a program that is killed. Options that silence it are removed.
   */
  private KernelAndInitramfs withEverythingPrinted(KernelAndInitramfs medium) {
    List<String> words = new ArrayList<>(medium.cmdline());
    words.removeIf(word -> word.matches("quiet|loglevel=.*|console=.*"));
    words.addAll(List.of("console=tty0", "console=" + consoles.serial()));
    words.addAll(consoles.early());
    words.addAll(List.of("ignore_loglevel", "nokaslr", "print-fatal-signals=1"));
    return new KernelAndInitramfs(medium.kernel(), medium.initramfs(), words);
  }
}
