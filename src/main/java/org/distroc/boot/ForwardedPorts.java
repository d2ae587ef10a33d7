package org.distroc.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.plan.Machine;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.spec.Network;

/** Ports of this host that are to lead to a guest. */
public final class ForwardedPorts {
  private ForwardedPorts() {}

  /**
   * Refuses what QEMU could not do.
   *
   * @throws Failure D7130 if the machine has no network card, D7131 if a port is taken
   */
  public static void check(Machine machine, List<Forward> forwards) {
    if (!forwards.isEmpty() && machine.network() == Network.NONE) {
      throw new Failure(
          Diagnostic.error(Code.D7130, "`--forward` needs a network card")
              .why("the recipe's machine has none: `qemu.network` is `none`")
              .help("write `network: virtio` under `qemu`"));
    }
    for (Forward forward : forwards) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.host()));
      } catch (IOException e) {
        throw new Failure(
            Diagnostic.error(Code.D7131, "port " + forward.host() + " of this host is not free")
                .why(String.valueOf(e.getMessage()))
                .help("forward another one: `--forward PORT:" + forward.guest() + "`"),
            e);
      }
    }
  }
}
