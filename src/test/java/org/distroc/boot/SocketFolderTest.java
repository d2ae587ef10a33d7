package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distroc.host.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFolderTest {
  private static final String NAME = "sixteen-of-bytes";

  @TempDir Path folder;

  @Test
  void aSocketFitsIntoItWhateverTheTemporaryFolder() throws IOException {
    int own = folder.toString().length() + 1;
    boolean inside = false;
    for (int length = 1; length + own < 130; length++) {
      Path temporary = Files.createDirectory(folder.resolve("t".repeat(length)));
      Host host = new Host(Map.of("TMPDIR", temporary.toString()), folder);
      try (SocketFolder sockets = SocketFolder.create(host);
          ServerSocketChannel server = sockets.listen(NAME)) {
        assertTrue(server.isOpen());
        inside |= sockets.path().startsWith(temporary);
      }
    }
    assertEquals(own < 60, inside, "short folders are used");
  }
}
