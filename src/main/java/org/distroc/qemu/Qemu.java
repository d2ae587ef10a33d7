package org.distroc.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Tool;

/**
 * An installed QEMU.
 *
 * @param binary the program
 * @param sandbox whether it supports {@code -sandbox}
 * @param uefi the firmware file for a machine that starts by UEFI, if it is installed
 */
public record Qemu(Path binary, boolean sandbox, Optional<Path> uefi) {

  /** Without firmware of its own. */
  public Qemu(Path binary, boolean sandbox) {
    this(binary, sandbox, Optional.empty());
  }

  /**
   * The program of that name on the PATH; a probe finds out whether it has a sandbox.
   *
   * @throws Failure if there is none
   */
  public static Qemu find(Host host, String name) {
    return host.find(name)
        .map(binary -> new Qemu(binary, true, Tool.OVMF.find(host)))
        .orElseThrow(() -> new Failure(missing(name)));
  }

  private static Diagnostic missing(String name) {
    return Diagnostic.error(Code.D5040, "`" + name + "` is not installed")
        .why("the guest runs in QEMU, and this program is not on the PATH")
        .help("install it: `distroc doctor` names the package");
  }

  /** A copy without a sandbox. */
  public Qemu withoutSandbox() {
    return new Qemu(binary, false, uefi);
  }

  /**
   * An identity that changes whenever another version is installed: the real path, the size and the
   * time of the program. Asking for the version would take a third of a boot.
   */
  public String identity() throws IOException {
    Path real = binary.toRealPath();
    return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
  }
}
