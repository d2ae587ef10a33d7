package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.distroc.arch.Board;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BootId;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.spec.Acceleration;

/**
 * Decides whether guests run under KVM or TCG: by a trial, not by whether {@code /dev/kvm} is
 * there. What the trial found is remembered for as long as the machine stays up and has the same
 * QEMU.
 */
public final class AcceleratorSelector {
  private static final Path KVM = Path.of("/dev/kvm");

  private final Host host;
  private final Path kvm;

  /** For a host. */
  public AcceleratorSelector(Host host) {
    this(host, KVM);
  }

  /** With another device file, for tests. */
  public AcceleratorSelector(Host host, Path kvm) {
    this.host = host;
    this.kvm = kvm;
  }

  /**
   * The QEMU and the accelerator for a machine.
   *
   * @throws Failure when QEMU is missing or broken, or the recipe requests KVM and it does not work
   */
  public Launch launch(Machine machine) throws IOException, InterruptedException {
    Qemu qemu = Qemu.find(host, machine.qemu());
    Optional<Board.Probe> probe = machine.board().probe();
    if (probe.isEmpty()) {
      // Without a guest to try it, KVM is used only if the recipe asks for it.
      boolean asked = machine.acceleration() == Acceleration.KVM;
      return new Launch(qemu, asked ? Accelerator.KVM : Accelerator.TCG, "");
    }
    Path file = host.cache().folder(CacheFolder.BOOT).resolve(machine.qemu() + ".trial");
    String key = key(qemu);
    Optional<AcceleratorProbe> known = recall(file, key);
    AcceleratorProbe trial = known.isPresent() ? known.get() : tryOut(qemu, probe.get());
    if (known.isEmpty()) {
      remember(file, key, trial);
    }
    boolean isNew = known.isEmpty() && machine.acceleration() == Acceleration.AUTO;
    return new Launch(
        trial.sandbox() ? qemu : qemu.withoutSandbox(),
        chosen(machine.acceleration(), trial),
        isNew ? trial.sentence() : "",
        machine.acceleration() == Acceleration.AUTO ? trial.kvmFault() : "");
  }

  private static Accelerator chosen(Acceleration wanted, AcceleratorProbe trial) {
    if (wanted == Acceleration.KVM && trial.kvmMillis().isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D5042, "KVM was requested but does not work on this machine")
              .why(trial.kvmFault())
              .help("use `accel: auto`, which falls back to TCG"));
    }
    return switch (wanted) {
      case AUTO -> trial.winner();
      case KVM -> Accelerator.KVM;
      case TCG -> Accelerator.TCG;
    };
  }

  private AcceleratorProbe tryOut(Qemu qemu, Board.Probe probe)
      throws IOException, InterruptedException {
    try {
      return new ProbeGuest(host, qemu, probe).run(access());
    } catch (QemuStartException e) {
      throw new Failure(
          Diagnostic.error(Code.D5041, "QEMU does not work on this machine")
              .why(e.outcome().timedOut() ? "a probe guest did not respond" : said(e))
              .help("reinstall it: `distroc doctor` names the package"));
    }
  }

  private static String said(QemuStartException e) {
    String lines = e.outcome().lastLines(8);
    return lines.isBlank() ? "it exited with status " + e.outcome().exit() : lines;
  }

  /** Why KVM cannot be probed, if it cannot. */
  private Optional<String> access() {
    if (!Files.exists(kvm)) {
      return Optional.of(kvm + " does not exist");
    }
    return Files.isReadable(kvm) && Files.isWritable(kvm)
        ? Optional.empty()
        : Optional.of("no permission to open " + kvm);
  }

  private String key(Qemu qemu) throws IOException {
    return BootId.current()
        + "\n"
        + qemu.identity()
        + "\n"
        + access().orElse("kvm is there")
        + "\n";
  }

  private static Optional<AcceleratorProbe> recall(Path file, String key) {
    try {
      String text = BoundedFiles.text(file, BoundedFiles.NOTE);
      return text.startsWith(key)
          ? AcceleratorProbe.read(text.substring(key.length()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void remember(Path file, String key, AcceleratorProbe trial) {
    try {
      AtomicFiles.write(file, key + trial.written());
    } catch (IOException e) {
      // Without a writable cache, the next run probes again.
      return;
    }
  }
}
