package org.distroc.arch;

import org.distroc.host.Tool;
import java.util.List;
import org.distroc.spec.Firmware;

/**
 * The machine that QEMU emulates for an architecture.
 *
 * @param qemu QEMU's program
 * @param qemuPackage the Debian package with that program
 * @param firmware the kinds of firmware that can start it, the usual one first
 */
public record Board(String qemu, String qemuPackage, List<Firmware> firmware) {
  /** Copies the list. */
  public Board {
    firmware = List.copyOf(firmware);
  }

  /** QEMU's program as a tool of the host. */
  public Tool emulator() {
    return Tool.program(qemu, qemuPackage, "boot images");
  }
}
