package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.plan.Machine;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Display;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;
import org.junit.jupiter.api.Test;

/** What is refused before QEMU is started. */
class ForwardedPortsTest {
  private static Machine machine(Network network) {
    return new Machine(
        X8664.BOARD,
        1 << 26,
        Display.SERIAL,
        Acceleration.TCG,
        Optional.empty(),
        Optional.empty(),
        1,
        network,
        Firmware.BIOS,
        List.of());
  }

  private static Code refusal(Machine machine, int port) {
    return assertThrows(
            Failure.class, () -> ForwardedPorts.check(machine, List.of(new Forward(port, 80))))
        .diagnostics()
        .get(0)
        .code();
  }

  @Test
  void aMachineWithoutACardIsRefused() {
    assertEquals(Code.D7130, refusal(machine(Network.NONE), 8080));
    ForwardedPorts.check(machine(Network.NONE), List.of());
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(Code.D7131, refusal(machine(Network.VIRTIO), taken.getLocalPort()));
    }
  }
}
