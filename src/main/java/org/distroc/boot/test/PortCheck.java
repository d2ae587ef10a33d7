package org.distroc.boot.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.distroc.boot.console.EscapeStripper;
import org.distroc.boot.console.TextFinder;
import org.distroc.boot.console.TextFinder.Match;

/**
 * Talks to a port of a guest in the background, until the guest answers as expected. QEMU accepts a
 * connection whether or not the guest listens, so only an answer proves that it does; an attempt
 * without one is abandoned, and the next one waits twice as long.
 */
final class PortCheck implements AutoCloseable {
  private static final int FIRST_PATIENCE = 500;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MOST = 64 << 10;

  private final int port;
  private final String send;
  private final TextFinder expected;
  private final Thread thread = new Thread(this::run, "port-check");
  private volatile boolean closed;
  private volatile Socket socket;
  private volatile Match match;
  private volatile String lastAnswer = "";

  /** For a port of this host's loopback. */
  PortCheck(int port, String send, TextFinder expected) {
    this.port = port;
    this.send = send;
    this.expected = expected;
    thread.setDaemon(true);
    thread.start();
  }

  /** The expected answer, once it arrived. */
  Optional<Match> match() {
    return Optional.ofNullable(match);
  }

  /** The guest's last answer, if any; at most 64 KiB. */
  String lastAnswer() {
    return lastAnswer;
  }

  private void run() {
    try {
      for (int patience = FIRST_PATIENCE; !closed && match == null; patience *= 2) {
        try {
          attempt(Math.min(patience, 60_000));
        } catch (IOException refused) {
          // Nothing listens yet, or the peer closed the connection.
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException end) {
      return;
    }
  }

  private void attempt(int patience) throws IOException {
    try (Socket connection = new Socket()) {
      socket = connection;
      if (closed) {
        return;
      }
      connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
      connection.setSoTimeout(patience);
      connection.getOutputStream().write(send.getBytes(StandardCharsets.UTF_8));
      read(connection.getInputStream());
    }
  }

  private void read(InputStream in) throws IOException {
    byte[] answer = new byte[MOST];
    int length = 0;
    for (int n = 0; n >= 0 && length < MOST; n = in.read(answer, length, MOST - length)) {
      length += n;
      String text = EscapeStripper.strip(new String(answer, 0, length, StandardCharsets.UTF_8));
      if (!text.isEmpty()) {
        lastAnswer = text;
      }
      Optional<Match> found = expected.find(text, 0);
      if (found.isPresent()) {
        match = found.get();
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      Socket open = socket;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // It is closed anyway.
      return;
    }
  }
}
