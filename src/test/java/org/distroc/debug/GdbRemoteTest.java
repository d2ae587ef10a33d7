package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.distroc.arch.x86.X86;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of debuggers, spoken with a QEMU that this test plays. */
class GdbRemoteTest {
  @TempDir Path folder;

  /** Answers requests in order, each with so many packets; the acknowledgements are left out. */
  private static void play(SocketChannel channel, List<List<String>> answers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    for (List<String> packets : answers) {
      String request = "";
      while (!request.matches("(?s).*\\$[^#]*#..")) {
        channel.read(bytes.clear());
        request += StandardCharsets.ISO_8859_1.decode(bytes.flip());
      }
      for (String packet : packets) {
        channel.write(ByteBuffer.wrap(("+$" + packet + "#00").getBytes()));
      }
    }
  }

  @Test
  void anInterruptedStepDoesNotCount() throws Exception {
    List<List<String>> answers =
        List.of(
            List.of("PacketSize=1000"),
            List.of("T05thread:01;"),
            List.of("OK"),
            List.of(
                "l<reg name=\"rip\" bitsize=\"64\"/><!--reg name=\"cs_base\" bitsize=\"64\"/>\n"
                    + "<reg name=\"ss_base\" bitsize=\"64\"/--><reg name=\"eflags\""
                    + " bitsize=\"32\"/>"),
            List.of("T05thread:01;"),
            List.of("T02thread:01;", "T05thread:01;"),
            List.of("0102000000000000" + "46000000"));
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel ours = SocketChannel.open(address);
          SocketChannel theirs = server.accept()) {
        CompletableFuture<Void> qemu =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    play(theirs, answers);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
        GdbRemote remote = GdbRemote.over(ours, X86.DEBUGGER_FEATURES);
        assertTrue(System.nanoTime() - remote.answered() >= 0);
        assertTrue(remote.step());
        assertFalse(remote.step(), "somebody stopped the guest, and let it go");
        assertEquals(Map.of("rip", 0x201L, "eflags", 0x46L), remote.registers());
        qemu.get();
      }
    }
  }
}
