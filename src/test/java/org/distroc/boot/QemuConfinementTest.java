package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.arch.x86_64.X8664;
import org.distroc.format.BootMedium;
import org.distroc.host.Confinement;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuConfinementTest {
  @TempDir Path folder;

  private boolean shows(Path file, String... flags) {
    Qemu qemu = new Qemu(Path.of("/usr/bin/qemu-system-x86_64"), true);
    BootMedium medium = new BootMedium.Drive("iso", Path.of("/out/x.iso"), "if=ide", "d");
    Machine machine = Machine.of(X8664.BOARD, 64 << 20, Display.SERIAL).withFlags(List.of(flags));
    Confinement needs =
        new Launch(qemu, Accelerator.TCG, "")
            .command(machine, medium, new QemuCommandLine.AtTerminal())
            .confinement()
            .orElseThrow();
    return needs.mounts().stream().anyMatch(mount -> mount.source().equals(file));
  }

  /** The user consented to the one, and was not asked about the others. */
  @Test
  void onlyFilesThatTheUserConsentedToAreShown() throws IOException {
    Path file = Files.createFile(folder.resolve("disk"));
    assertEquals(true, shows(file, "-drive", "file=" + file + ",format=raw"));
    assertEquals(false, shows(file, "-append", "root=" + file));
    assertEquals(false, shows(file, "-append", file + ""));
    assertEquals(false, shows(file, "-fw_cfg", "name=opt/x,string=" + file));
    assertEquals(false, shows(file, "-smbios", "type=11,value=" + file));
    assertEquals(false, shows(file, "-usb", "-append", "x," + file));
  }
}
