package org.distroc.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Board;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;

/**
 * Runs a guest of one boot sector under TCG and KVM at once. There are machines where {@code
 * /dev/kvm} can be opened and guests then hang, or run far slower than TCG: KVM gets a little more
 * than twice the time that TCG takes, and no more.
 */
final class ProbeGuest {
  private static final int SECTOR = 512;
  private static final int CHECK_MILLIS = 3;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final long KVM_EXTRA_MILLIS = 300;

  private final Host host;
  private final Qemu qemu;
  private final Board.Probe probe;

  ProbeGuest(Host host, Qemu qemu, Board.Probe probe) {
    this.probe = probe;
    this.host = host;
    this.qemu = qemu;
  }

  /**
   * Tries both, or TCG alone when it is known why KVM cannot work.
   *
   * @throws QemuStartException when not even TCG gives the right answer
   */
  AcceleratorProbe run(Optional<String> kvmFault) throws IOException, InterruptedException {
    try {
      return run(qemu, kvmFault);
    } catch (QemuStartException e) {
      if (e.outcome().errors().matches("(?is).*(sandbox|seccomp).*")) {
        return run(qemu.withoutSandbox(), kvmFault);
      }
      throw e;
    }
  }

  private AcceleratorProbe run(Qemu with, Optional<String> kvmFault)
      throws IOException, InterruptedException {
    try (SocketFolder folder = SocketFolder.create(host);
        Contestant tcg = new Contestant(with, Accelerator.TCG, folder);
        Contestant kvm =
            kvmFault.isPresent() ? null : new Contestant(with, Accelerator.KVM, folder)) {
      while (!tcg.ended() && tcg.millis() < LONGEST.toMillis()) {
        if (kvm != null) {
          kvm.ended();
        }
        Thread.sleep(CHECK_MILLIS);
      }
      if (!tcg.right()) {
        throw new QemuStartException(tcg.outcome(), null);
      }
      if (kvm == null) {
        return new AcceleratorProbe(tcg.millis(), Optional.empty(), kvmFault.get(), with.sandbox());
      }
      long most = 2 * tcg.millis() + KVM_EXTRA_MILLIS;
      while (!kvm.ended() && kvm.millis() < most) {
        Thread.sleep(CHECK_MILLIS);
      }
      return kvm.right()
          ? new AcceleratorProbe(tcg.millis(), Optional.of(kvm.millis()), "", with.sandbox())
          : new AcceleratorProbe(tcg.millis(), Optional.empty(), fault(kvm), with.sandbox());
    }
  }

  private static String fault(Contestant kvm) {
    if (!kvm.ended()) {
      return "/dev/kvm opens, but a probe guest did not respond within " + kvm.millis() + " ms";
    }
    String said = kvm.outcome().lastLines(1).strip();
    return said.isEmpty()
        ? "a probe guest gave a wrong answer under KVM"
        : "KVM refused a probe guest (" + said + ")";
  }

  /** The 512 bytes that the firmware starts. */
  static byte[] bootSector(Board.Probe probe) throws IOException {
    try (InputStream in = Board.class.getResourceAsStream(probe.program())) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String digits = text.replaceAll(";.*", "").replaceAll("\\s+", "");
      byte[] code = HexFormat.of().parseHex(digits);
      byte[] sector = new byte[SECTOR];
      System.arraycopy(code, 0, sector, 0, code.length);
      sector[SECTOR - 2] = 0x55;
      sector[SECTOR - 1] = (byte) 0xaa;
      return sector;
    }
  }

  /** One QEMU of the race. */
  private final class Contestant implements AutoCloseable {
    private final Running process;
    private final long start = System.nanoTime();
    private long end;

    Contestant(Qemu with, Accelerator accelerator, SocketFolder folder) throws IOException {
      Path disk = folder.file(accelerator.option());
      Files.write(disk, bootSector(probe));
      Command command =
          Command.of(words(with, accelerator, disk))
              .confined(QemuConfinement.qemu(accelerator).writing(disk));
      process = new ProcessRunner(host).start(command);
    }

    private List<String> words(Qemu with, Accelerator accelerator, Path disk) {
      List<String> words = new ArrayList<>(List.of(with.binary().toString()));
      words.addAll(List.of("-nodefaults", "-no-user-config", "-nic", "none", "-no-reboot"));
      if (with.sandbox()) {
        words.addAll(List.of("-sandbox", QemuCommandLine.SANDBOX));
      }
      words.addAll(List.of("-accel", accelerator.option(), "-display", "none"));
      words.addAll(List.of("-m", "32M"));
      words.addAll(probe.arguments());
      words.addAll(List.of("-drive", QemuCommandLine.raw(disk) + "," + probe.drive()));
      return words;
    }

    boolean ended() {
      if (end == 0 && !process.isAlive()) {
        end = System.nanoTime();
      }
      return end != 0;
    }

    /** Its time so far, or until it ended. */
    long millis() {
      return ((end == 0 ? System.nanoTime() : end) - start) / 1_000_000;
    }

    boolean right() {
      return ended() && outcome().exit() == probe.answer();
    }

    Outcome outcome() {
      return process.waitFor(Duration.ZERO);
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
