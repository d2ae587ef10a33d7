package org.distroc.boot;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.distroc.host.Host;
import org.distroc.host.ScratchFolder;

/**
 * A folder of one guest that only its user can enter, for sockets and small files; it goes away
 * when closed. Its path is short, for that of a socket has room for about 100 bytes.
 */
public final class SocketFolder implements AutoCloseable {
  /** Leaves room for {@code /distroc-} with a number of 19 digits, and for a name of 16 bytes. */
  private static final int LONGEST = 60;

  private static final int CHECK_MILLIS = 50;

  private final ScratchFolder folder;

  private SocketFolder(ScratchFolder folder) {
    this.folder = folder;
  }

  /** A new folder under {@code $TMPDIR}, or under {@code /tmp} if that has too long a name. */
  public static SocketFolder create(Host host) throws IOException {
    Path parent = ScratchFolder.parent(host);
    boolean fits = parent.toString().getBytes().length <= LONGEST;
    return new SocketFolder(ScratchFolder.create(fits ? parent : Path.of("/tmp")));
  }

  /** The folder. */
  public Path path() {
    return folder.path();
  }

  /** A file of that name in the folder, there or not. */
  public Path file(String name) {
    return folder.path().resolve(name);
  }

  /** Starts to listen on a socket of that name. */
  public ServerSocketChannel listen(String name) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(file(name)));
    return server;
  }

  /**
   * Waits for the one connection to a socket, then listens no more.
   *
   * @param wanted polled until a client connects
   * @throws IOException when the connection is not wanted any more
   */
  public static SocketChannel acceptOne(ServerSocketChannel server, BooleanSupplier wanted)
      throws IOException {
    try (server;
        Selector selector = Selector.open()) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (selector.select(CHECK_MILLIS) == 0) {
        if (!wanted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          throw new IOException("no connection to " + server.getLocalAddress());
        }
      }
      SocketChannel channel = server.accept();
      channel.configureBlocking(true);
      return channel;
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
