package org.distroc.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Board;
import org.distroc.format.BootMedium;
import org.distroc.format.BootMedium.Disk;
import org.distroc.format.BootMedium.Drive;
import org.distroc.format.BootMedium.KernelAndInitramfs;
import org.distroc.format.BootMedium.Served;
import org.distroc.format.KernelCommandLine;
import org.distroc.plan.DataDisks;
import org.distroc.plan.Machine;
import org.distroc.spec.Display;
import org.distroc.spec.DriveBus;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;

/**
 * Turns a machine and what it boots into QEMU's argument vector. Pure: the same input gives the
 * same arguments, and nothing is looked up.
 *
 * <p>The machine has only the devices named here: no defaults, no configuration file of the user,
 * no network. Strings that end up in an option of QEMU's {@code key=value,…} form have their commas
 * doubled, so that a file name cannot add a key. The raw flags come last and are not interpreted,
 * except that a {@code -sandbox} among them replaces distroc's.
 */
public final class QemuCommandLine {
  private static final long MIB = 1L << 20;
  public static final String SANDBOX =
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

  private QemuCommandLine() {}

  /** Who watches the guest. */
  public sealed interface Mode {}

  /**
   * distroc watches: nothing is shown, QEMU connects to two listening unix sockets, and pauses
   * instead of exiting when the guest powers off, so that its last screen can be read.
   *
   * @param serial the socket of the first serial port
   * @param control the socket of the QEMU machine protocol
   * @param ports TCP ports of the guest; each is forwarded from a free port on the host's loopback
   */
  public record Watched(Path serial, Path control, List<Integer> ports) implements Mode {
    /** Copies the list. */
    public Watched {
      ports = List.copyOf(ports);
    }

    /** Without ports. */
    public Watched(Path serial, Path control) {
      this(serial, control, List.of());
    }
  }

  /**
   * A debugger watches: QEMU listens on unix sockets, and the guest waits until the debugger
   * continues it.
   *
   * @param debugger the socket of gdb's remote protocol
   * @param serial the socket of the first serial port
   * @param control the socket of the QEMU machine protocol
   */
  public record Debugged(Path debugger, Path serial, Path control) implements Mode {}

  /**
   * A person at a terminal watches.
   *
   * @param forwards ports of the host's loopback that lead to the guest
   */
  public record AtTerminal(List<Forward> forwards) implements Mode {
    /** Copies the list. */
    public AtTerminal {
      forwards = List.copyOf(forwards);
    }

    /** Without ports. */
    public AtTerminal() {
      this(List.of());
    }
  }

  /** A TCP port of this host's loopback that leads to one of the guest. */
  public record Forward(int host, int guest) {}

  /** The arguments, the QEMU program first. */
  public static List<String> of(
      Qemu qemu, Accelerator accelerator, Machine machine, BootMedium medium, Mode mode) {
    List<String> words = new ArrayList<>();
    words.add(qemu.binary().toString());
    words.addAll(List.of("-nodefaults", "-no-user-config"));
    addNetwork(words, machine, medium, mode);
    words.add("-no-reboot");
    if (qemu.sandbox() && !machine.flags().contains("-sandbox")) {
      words.addAll(List.of("-sandbox", SANDBOX));
    }
    words.addAll(List.of("-accel", accelerator.option()));
    addMachine(words, qemu, machine);
    addMedium(words, machine, medium);
    addDisks(words, machine.disks());
    if (mode instanceof Watched watched) {
      addWatched(words, machine, watched);
    } else if (mode instanceof Debugged debugged) {
      addDebugged(words, machine, debugged);
    } else {
      addTerminal(words, machine);
    }
    words.addAll(machine.flags());
    return List.copyOf(words);
  }

  /** In a test the guest reaches nothing but the forwarded ports. */
  private static void addNetwork(
      List<String> words, Machine machine, BootMedium medium, Mode mode) {
    Optional<Served> served =
        Optional.of(medium).filter(Served.class::isInstance).map(Served.class::cast);
    if (machine.network() == Network.NONE && served.isEmpty()) {
      words.addAll(List.of("-nic", "none"));
      return;
    }
    StringBuilder user = new StringBuilder("user,id=network");
    if (mode instanceof Watched watched) {
      user.append(",restrict=on");
      // Port 0 of the host: any free port, which no other program can take meanwhile.
      watched.ports().forEach(p -> user.append(",hostfwd=tcp:127.0.0.1:0-:").append(p));
    } else if (machine.network() == Network.NONE) {
      user.append(",restrict=on");
    } else if (mode instanceof AtTerminal terminal) {
      for (Forward port : terminal.forwards()) {
        user.append(",hostfwd=tcp:127.0.0.1:" + port.host() + "-:" + port.guest());
      }
    }
    // A machine that starts over the network has a card, even if the recipe gives it none.
    Network kind = machine.network() == Network.NONE ? Network.VIRTIO : machine.network();
    String card = machine.board().networkDevices().get(kind) + ",netdev=network";
    served.ifPresent(folder -> user.append(tftp(machine, folder)));
    // Without a boot ROM on the card, nothing is booted from the network.
    // UEFI has a driver of its own for virtio; that in the ROM would replace the command line of a
    // program by the program's name.
    boolean own = machine.firmware() == Firmware.UEFI && kind == Network.VIRTIO;
    card += served.isEmpty() || own ? ",romfile=" : "";
    card += served.isPresent() ? ",bootindex=0" : "";
    words.addAll(List.of("-netdev", user.toString(), "-device", card));
  }

  /** QEMU's own server, which answers even a guest that reaches nothing else. */
  private static String tftp(Machine machine, Served served) {
    String file =
        machine.firmware() == Firmware.UEFI
            ? served.program()
            : served.image().getFileName().toString();
    return ",tftp=" + escaped(served.folder()) + ",bootfile=" + escaped(file);
  }

  private static void addMachine(List<String> words, Qemu qemu, Machine machine) {
    // Both are QEMU's own language: a name with properties after commas.
    machine
        .machineType()
        .or(machine.board()::machine)
        .ifPresent(type -> words.addAll(List.of("-machine", type)));
    machine.cpu().or(machine.board()::cpu).ifPresent(cpu -> words.addAll(List.of("-cpu", cpu)));
    if (machine.smp() > 1) {
      words.addAll(List.of("-smp", Integer.toString(machine.smp())));
    }
    if (machine.firmware() == Firmware.UEFI) {
      words.addAll(List.of("-bios", qemu.uefi().orElseThrow().toString()));
    }
    long memory = machine.memory();
    words.addAll(List.of("-m", memory % MIB == 0 ? memory / MIB + "M" : memory + "b"));
  }

  private static void addMedium(List<String> words, Machine machine, BootMedium medium) {
    if (medium instanceof Disk disk) {
      addDisk(words, machine.drive(), disk);
    } else if (medium instanceof Drive drive && machine.drive() != DriveBus.AUTO) {
      addDisk(words, machine.drive(), new Disk(drive.format(), drive.image(), "raw"));
    } else if (medium instanceof Drive drive) {
      words.addAll(List.of("-drive", raw(drive.image()) + "," + drive.drive()));
      words.addAll(List.of("-boot", "order=" + drive.order()));
    } else if (medium instanceof BootMedium.EfiProgram program) {
      words.addAll(List.of("-kernel", program.image().toString()));
    } else if (medium instanceof KernelAndInitramfs direct) {
      words.addAll(List.of("-kernel", direct.kernel().toString()));
      direct.initramfs().ifPresent(file -> words.addAll(List.of("-initrd", file.toString())));
      if (!direct.cmdline().isEmpty()) {
        words.addAll(List.of("-append", KernelCommandLine.of(direct.cmdline())));
      }
    }
  }

  /** What the guest writes is discarded with the guest: the image stays as it was built. */
  private static void addDisk(List<String> words, DriveBus bus, Disk disk) {
    String file = "file=" + escaped(disk.image()) + ",format=" + disk.encoding();
    words.addAll(List.of("-drive", file + ",if=none,id=disk,snapshot=on"));
    String device =
        switch (bus) {
          case AUTO, VIRTIO -> "virtio-blk-pci";
          case IDE -> "ide-hd";
          case USB -> "usb-storage";
          case NVME -> "nvme,serial=disk";
        };
    if (bus == DriveBus.USB) {
      words.addAll(List.of("-device", "qemu-xhci"));
    }
    words.addAll(List.of("-device", device + ",drive=disk,bootindex=0"));
  }

  /** In a test they are empty at first, and are forgotten with the guest. */
  private static void addDisks(List<String> words, DataDisks disks) {
    disks
        .sizes()
        .forEach(
            (name, size) -> {
              String from =
                  disks
                      .file(name)
                      .map(file -> "file=" + escaped(file) + ",format=raw")
                      .orElse(
                          "driver=raw,file.driver=null-co,file.read-zeroes=on,file.size="
                              + size
                              + ",snapshot=on");
              words.addAll(List.of("-drive", from + ",if=none,id=disk-" + name));
              words.addAll(List.of("-device", "virtio-blk,drive=disk-" + name + ",serial=" + name));
            });
  }

  private static void addWatched(List<String> words, Machine machine, Watched watched) {
    words.addAll(List.of("-no-shutdown", "-display", "none"));
    words.addAll(screen(machine));
    words.addAll(List.of("-chardev", "socket,id=serial,path=" + escaped(watched.serial())));
    words.addAll(List.of("-serial", "chardev:serial"));
    words.addAll(List.of("-chardev", "socket,id=control,path=" + escaped(watched.control())));
    words.addAll(List.of("-mon", "chardev=control,mode=control"));
  }

  private static void addDebugged(List<String> words, Machine machine, Debugged debugged) {
    words.addAll(List.of("-display", "none"));
    words.addAll(screen(machine));
    words.addAll(List.of("-chardev", listening("serial", debugged.serial())));
    words.addAll(List.of("-serial", "chardev:serial"));
    words.addAll(List.of("-chardev", listening("control", debugged.control())));
    words.addAll(List.of("-mon", "chardev=control,mode=control"));
    words.addAll(List.of("-chardev", listening("debugger", debugged.debugger())));
    words.addAll(List.of("-gdb", "chardev:debugger", "-S"));
  }

  /** Works without a connected client: output before it connects is lost. */
  private static String listening(String name, Path socket) {
    return "socket,id=" + name + ",path=" + escaped(socket) + ",server=on,wait=off";
  }

  private static void addTerminal(List<String> words, Machine machine) {
    if (machine.display() == Display.VGA) {
      // The monitor on a second virtual console is the way to leave the curses display.
      words.addAll(List.of("-display", "curses"));
      words.addAll(screen(machine));
      words.addAll(List.of("-monitor", "vc"));
    } else {
      words.addAll(List.of("-display", "none"));
      words.addAll(screen(machine));
      words.addAll(List.of("-serial", "mon:stdio"));
    }
  }

  private static List<String> screen(Machine machine) {
    Board.Screen screen = machine.board().screen();
    return machine.display() == Display.VGA ? screen.on() : screen.off();
  }

  /** The start of the value of {@code -drive} for a raw image. */
  public static String raw(Path file) {
    return "file=" + escaped(file) + ",format=raw";
  }

  private static String escaped(Object value) {
    return value.toString().replace(",", ",,");
  }
}
