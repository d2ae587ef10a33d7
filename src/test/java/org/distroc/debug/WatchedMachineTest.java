package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection through which guests are watched. */
class WatchedMachineTest {

  @Test
  void aSilentConnectionIsAnError(@TempDir Path folder) throws IOException {
    Machine machine = Machine.of(X8664.BOARD, 64L << 20, Display.SERIAL);
    // Fails before the watcher is used.
    WatchedMachine watched =
        WatchedMachine.of(new Host(Map.of("TMPDIR", folder.toString()), folder), machine, null);
    List<String> flags = watched.machine().flags();
    assertTrue(flags.contains("-S"), flags.toString());
    String path = flags.get(1).replaceAll(".*path=", "");
    try (SocketChannel qemu = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertTrue(qemu.isConnected());
    }
    Failure failure = assertThrows(Failure.class, watched::close);
    assertEquals(Code.D7061, failure.diagnostics().get(0).code());
  }
}
