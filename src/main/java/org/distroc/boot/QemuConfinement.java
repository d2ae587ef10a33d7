package org.distroc.boot;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.format.BootMedium;
import org.distroc.host.Confinement;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Network;
import org.distroc.trust.HarmlessFlags;

/** What QEMU needs of the host for a machine: its image, its sockets, perhaps KVM and a network. */
final class QemuConfinement {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final Path DEVICES = Path.of("/dev");

  /** QEMU's own, on top of the guest's memory: mostly translated code. */
  private static final long OWN_MEMORY = 6L << 30;

  /** A comma in a value is doubled. */
  private static final Pattern PROPERTIES = Pattern.compile("(?<!,),(?!,)");

  private static final Pattern NETWORK =
      Pattern.compile("-(nic|netdev|net|vnc|spice|s)|.*\\b(tcp|udp|telnet|websocket|vnc):.*");

  private QemuConfinement() {}

  static Confinement of(
      Launch launch, Machine machine, BootMedium medium, QemuCommandLine.Mode mode) {
    Confinement needs =
        qemu(launch.accelerator())
            .limits(Confinement.Limits.WIDE.memoryBytes(machine.memory() + OWN_MEMORY))
            .reading(launch.qemu().uefi().stream().toList())
            .reading(files(medium))
            .network(hasNetwork(machine, mode));
    for (Path folder : machine.disks().folder().stream().toList()) {
      needs = needs.writing(folder);
    }
    for (Path folder : folders(mode)) {
      needs = needs.writing(folder);
    }
    // The values of harmless flags are only text, even if they look like a path.
    return flags(needs, HarmlessFlags.others(machine.flags()));
  }

  /** For QEMU without a machine. */
  static Confinement qemu(Accelerator accelerator) {
    return accelerator == Accelerator.KVM ? Confinement.strict().device(KVM) : Confinement.strict();
  }

  private static List<Path> files(BootMedium medium) {
    List<Path> files = new ArrayList<>();
    if (medium instanceof BootMedium.Drive drive) {
      files.add(drive.image());
    } else if (medium instanceof BootMedium.Disk disk) {
      files.add(disk.image());
    } else if (medium instanceof BootMedium.Served served) {
      files.add(served.folder());
    } else if (medium instanceof BootMedium.EfiProgram program) {
      files.add(program.image());
    } else if (medium instanceof BootMedium.KernelAndInitramfs direct) {
      files.add(direct.kernel());
      direct.initramfs().ifPresent(files::add);
    }
    return files;
  }

  /** A port of the guest is forwarded from this host's loopback; else a test has no network. */
  private static boolean hasNetwork(Machine machine, QemuCommandLine.Mode mode) {
    boolean isolated = mode instanceof QemuCommandLine.Watched one && one.ports().isEmpty();
    return machine.network() != Network.NONE && !isolated;
  }

  /** Where it makes sockets, or finds them. */
  private static List<Path> folders(QemuCommandLine.Mode mode) {
    Stream<Path> sockets =
        mode instanceof QemuCommandLine.Watched watched
            ? Stream.of(watched.serial(), watched.control())
            : mode instanceof QemuCommandLine.Debugged debugged
                ? Stream.of(debugged.debugger(), debugged.serial(), debugged.control())
                : Stream.of();
    return sockets.filter(Path::isAbsolute).map(Path::getParent).distinct().toList();
  }

  /** Raw flags may name files, devices and addresses of the host, if the user trusts the recipe. */
  private static Confinement flags(Confinement confinement, List<String> flags) {
    Confinement needs = confinement;
    for (String flag : flags) {
      for (String property : PROPERTIES.split(flag)) {
        needs = named(needs, property.replace(",,", ","));
      }
      needs = NETWORK.matcher(flag).matches() ? needs.network(true) : needs;
    }
    return needs;
  }

  /** With a file that is a property, its value, or what follows a colon as in {@code file:PATH}. */
  private static Confinement named(Confinement needs, String property) {
    String value = property.substring(property.indexOf('=') + 1);
    return Stream.of(property, value, value.substring(value.indexOf(':') + 1))
        .filter(text -> text.startsWith("/"))
        .map(QemuConfinement::existing)
        .flatMap(Optional::stream)
        .findFirst()
        .map(path -> path.startsWith(DEVICES) ? needs.device(path) : needs.writing(path))
        .orElse(needs);
  }

  /** A file, or the folder where QEMU would create it. */
  private static Optional<Path> existing(String text) {
    try {
      Path path = Path.of(text).normalize();
      return Stream.of(path, path.resolveSibling(""))
          .filter(one -> one.getNameCount() > 0 && Files.exists(one))
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
