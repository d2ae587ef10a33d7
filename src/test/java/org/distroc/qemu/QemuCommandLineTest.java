package org.distroc.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.x86_64.X8664;
import org.distroc.format.BootMedium;
import org.distroc.format.BootMedium.Drive;
import org.distroc.format.BootMedium.KernelAndInitramfs;
import org.distroc.host.Command;
import org.distroc.plan.DataDisks;
import org.distroc.plan.Machine;
import org.distroc.qemu.QemuCommandLine.AtTerminal;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.qemu.QemuCommandLine.Watched;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Display;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;
import org.junit.jupiter.api.Test;

class QemuCommandLineTest {
  private static final Qemu QEMU = new Qemu(Path.of("/usr/bin/qemu-system-x86_64"), false);
  private static final Watched WATCHED = new Watched(Path.of("/tmp/d/s"), Path.of("/tmp/d/c"));
  private static final BootMedium ISO = iso("/out/tiny.iso");

  private static BootMedium iso(String file) {
    return new Drive("iso", Path.of(file), "if=ide,media=cdrom,readonly=on", "d");
  }

  private static Machine machine(Display display) {
    return Machine.of(X8664.BOARD, 64 << 20, display);
  }

  private static String line(Machine machine, BootMedium medium, QemuCommandLine.Mode mode) {
    return Command.of(QemuCommandLine.of(QEMU, Accelerator.TCG, machine, medium, mode)).line();
  }

  @Test
  void watchesAnIsoOnAVgaScreen() {
    assertEquals(
        "/usr/bin/qemu-system-x86_64 -nodefaults -no-user-config -nic none -no-reboot"
            + " -accel tcg -m 64M"
            + " -drive file=/out/tiny.iso,format=raw,if=ide,media=cdrom,readonly=on -boot order=d"
            + " -no-shutdown -display none -vga std"
            + " -chardev socket,id=serial,path=/tmp/d/s -serial chardev:serial"
            + " -chardev socket,id=control,path=/tmp/d/c -mon chardev=control,mode=control",
        line(machine(Display.VGA), ISO, WATCHED));
  }

  @Test
  void showsAKernelOnASerialTerminal() {
    BootMedium medium =
        new KernelAndInitramfs(
            Path.of("/out/bzImage"),
            Optional.of(Path.of("/out/initramfs.cpio")),
            List.of("console=ttyS0", "quiet"));
    assertEquals(
        "/usr/bin/qemu-system-x86_64 -nodefaults -no-user-config -nic none -no-reboot"
            + " -accel tcg -m 64M -kernel /out/bzImage -initrd /out/initramfs.cpio"
            + " -append 'console=ttyS0 quiet' -display none -vga none -serial mon:stdio",
        line(machine(Display.SERIAL), medium, new AtTerminal()));
  }

  /** A guest that starts over the network reaches QEMU's own server, and nothing else. */
  @Test
  void servesAFolder() {
    BootMedium medium =
        new BootMedium.Served("netboot", Path.of("/out/a,b/pxelinux.0"), "boot.efi");
    String card =
        "restrict=on,tftp=/out/a,,b,bootfile=%s"
            + " -device virtio-net-pci,netdev=network,bootindex=0 -no-reboot";
    String line = line(machine(Display.SERIAL), medium, WATCHED);
    assertTrue(line.contains("user,id=network," + card.formatted("pxelinux.0")), line);
    Machine uefi =
        new Machine(
            X8664.BOARD,
            64 << 20,
            Display.SERIAL,
            Acceleration.TCG,
            Optional.empty(),
            Optional.empty(),
            1,
            Network.NONE,
            Firmware.UEFI,
            List.of());
    line =
        Command.of(
                QemuCommandLine.of(
                    new Qemu(QEMU.binary(), false, Optional.of(Path.of("/firmware"))),
                    Accelerator.TCG,
                    uefi,
                    medium,
                    new AtTerminal()))
            .line();
    card = card.replace("network,boot", "network,romfile=,boot");
    assertTrue(line.contains("user,id=network," + card.formatted("boot.efi")), line);
  }

  @Test
  void showsAVgaScreenInTheTerminal() {
    String line = line(machine(Display.VGA), ISO, new AtTerminal());
    assertTrue(line.endsWith(" -display curses -vga std -monitor vc"), line);
  }

  /** Nothing listens on a port, and a comma in a path stays in the path. */
  @Test
  void letsADebuggerConnect() {
    QemuCommandLine.Debugged mode =
        new QemuCommandLine.Debugged(
            Path.of("/tmp/a,b/debugger"), Path.of("/tmp/a,b/serial"), Path.of("/tmp/a,b/control"));
    String line = line(machine(Display.SERIAL), ISO, mode);
    assertTrue(
        line.endsWith(
            " -display none -vga none"
                + " -chardev socket,id=serial,path=/tmp/a,,b/serial,server=on,wait=off"
                + " -serial chardev:serial"
                + " -chardev socket,id=control,path=/tmp/a,,b/control,server=on,wait=off"
                + " -mon chardev=control,mode=control"
                + " -chardev socket,id=debugger,path=/tmp/a,,b/debugger,server=on,wait=off"
                + " -gdb chardev:debugger -S"),
        line);
  }

  @Test
  void passesEverythingOfTheMachine() {
    Machine machine =
        new Machine(
            X8664.BOARD,
            (48 << 20) + 4096,
            Display.NONE,
            Acceleration.KVM,
            Optional.of("qemu64,+avx"),
            Optional.of("q35"),
            2,
            Network.VIRTIO,
            Firmware.BIOS,
            List.of("-device", "virtio-rng-pci,id=r"));
    List<String> words = QemuCommandLine.of(QEMU, Accelerator.KVM, machine, ISO, new AtTerminal());
    String line = String.join(" ", words);
    assertTrue(line.contains(" -accel kvm -machine q35 -cpu qemu64,+avx -smp 2 -m 50335744b "));
    assertEquals(
        List.of("-device", "virtio-rng-pci,id=r"), words.subList(words.size() - 2, words.size()));
  }

  @Test
  void dataDisksAreEmptyUnlessAFolderKeepsThem() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("var", 1L << 20);
    sizes.put("data", 16L << 20);
    Machine machine = Machine.of(X8664.BOARD, 64 << 20, Display.SERIAL).with(DataDisks.of(sizes));
    String line =
        String.join(" ", QemuCommandLine.of(QEMU, Accelerator.TCG, machine, ISO, new AtTerminal()));
    assertTrue(
        line.contains(
            " -drive driver=raw,file.driver=null-co,file.read-zeroes=on,file.size=1048576"
                + ",snapshot=on,if=none,id=disk-var"
                + " -device virtio-blk,drive=disk-var,serial=var -drive driver=raw"),
        line);
    machine = machine.with(new DataDisks(sizes, Optional.of(Path.of("/tmp/a,b"))));
    line =
        String.join(" ", QemuCommandLine.of(QEMU, Accelerator.TCG, machine, ISO, new AtTerminal()));
    assertTrue(
        line.contains(" -drive file=/tmp/a,,b/data.raw,format=raw,if=none,id=disk-data "), line);
  }

  @Test
  void portsLeadToAGuestAtATerminal() {
    Machine machine =
        new Machine(
            X8664.BOARD,
            64 << 20,
            Display.SERIAL,
            Acceleration.TCG,
            Optional.empty(),
            Optional.empty(),
            1,
            Network.VIRTIO,
            Firmware.BIOS,
            List.of());
    AtTerminal mode = new AtTerminal(List.of(new Forward(8080, 80), new Forward(2222, 22)));
    String line = String.join(" ", QemuCommandLine.of(QEMU, Accelerator.TCG, machine, ISO, mode));
    assertTrue(
        line.contains(
            " -netdev user,id=network,hostfwd=tcp:127.0.0.1:8080-:80"
                + ",hostfwd=tcp:127.0.0.1:2222-:22 -device "),
        line);
  }

  @Test
  void givesATestANetworkThatLeadsNowhereElse() {
    Machine machine =
        new Machine(
            X8664.BOARD,
            64 << 20,
            Display.SERIAL,
            Acceleration.TCG,
            Optional.empty(),
            Optional.of("pc,hpet=off"),
            1,
            Network.E1000,
            Firmware.UEFI,
            List.of());
    Qemu qemu = new Qemu(QEMU.binary(), false, Optional.of(Path.of("/usr/share/ovmf/OVMF.fd")));
    Watched watched = new Watched(Path.of("/tmp/s"), Path.of("/tmp/c"), List.of(7, 80));
    String line =
        String.join(" ", QemuCommandLine.of(qemu, Accelerator.TCG, machine, ISO, watched));
    assertTrue(
        line.contains(
            " -netdev user,id=network,restrict=on,hostfwd=tcp:127.0.0.1:0-:7"
                + ",hostfwd=tcp:127.0.0.1:0-:80 -device e1000,netdev=network,romfile= "),
        line);
    assertTrue(line.contains(" -machine pc,hpet=off -bios /usr/share/ovmf/OVMF.fd -m 64M "), line);
    assertFalse(line.contains("-nic"), line);
    line =
        String.join(" ", QemuCommandLine.of(qemu, Accelerator.TCG, machine, ISO, new AtTerminal()));
    assertTrue(line.contains(" -netdev user,id=network -device e1000"), line);
  }

  @Test
  void doublesCommasSoThatAFileNameAddsNoOption() {
    BootMedium medium = iso("/a,readonly=off/b,c.iso");
    Watched watched = new Watched(Path.of("/t,m/s"), Path.of("/t,m/c"));
    String line = line(machine(Display.VGA), medium, watched);
    assertTrue(line.contains("file=/a,,readonly=off/b,,c.iso,format=raw"), line);
    assertTrue(line.contains("path=/t,,m/s"), line);
    assertTrue(line.contains("path=/t,,m/c"), line);
  }

  /** The recipe brings the quotes that the kernel wants. */
  @Test
  void leavesKernelParametersAsTheRecipeHasThem() {
    BootMedium medium =
        new KernelAndInitramfs(
            Path.of("k"), Optional.empty(), List.of("quiet", "dyndbg=\"file a.c +p\""));
    List<String> words =
        QemuCommandLine.of(QEMU, Accelerator.TCG, machine(Display.VGA), medium, WATCHED);
    assertEquals("quiet dyndbg=\"file a.c +p\"", words.get(words.indexOf("-append") + 1));
  }

  @Test
  void takesTheSandboxThatQemuHasUnlessTheFlagsBringOne() {
    Qemu able = new Qemu(QEMU.binary(), true);
    Machine plain = machine(Display.VGA);
    List<String> words = QemuCommandLine.of(able, Accelerator.TCG, plain, ISO, WATCHED);
    assertTrue(words.get(words.indexOf("-sandbox") + 1).startsWith("on,"));
    Machine own = plain.withFlags(List.of("-sandbox", "off"));
    words = QemuCommandLine.of(able, Accelerator.TCG, own, ISO, WATCHED);
    assertEquals(1, Collections.frequency(words, "-sandbox"));
    assertEquals("off", words.get(words.size() - 1));
    assertFalse(line(plain, ISO, WATCHED).contains("-sandbox"));
  }
}
