package org.distroc.debug;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.distroc.boot.SocketFolder;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.spec.Acceleration;

/**
 * A machine whose guest is watched through QEMU's debugger connection. QEMU connects to a socket
 * that listens before it starts, and the guest stands still until the watcher lets it go.
 */
public final class WatchedMachine implements AutoCloseable {
  private static final String SOCKET = "debugger";
  private static final long LEAVE_MILLIS = 2000;

  private final Machine machine;
  private final Watcher watcher;
  private final SocketFolder folder;
  private final ServerSocketChannel server;
  private final Thread thread = new Thread(this::watch, "guest-watcher");
  private volatile GdbRemote remote;
  private volatile boolean closed;
  private volatile IOException trouble;
  private volatile RuntimeException bug;

  private WatchedMachine(
      Machine machine, Watcher watcher, SocketFolder folder, ServerSocketChannel server) {
    this.machine = machine;
    this.watcher = watcher;
    this.folder = folder;
    this.server = server;
  }

  /**
   * Prepares a machine, to be started once before this is closed.
   *
   * @throws IOException if the host has no room for a socket
   */
  public static WatchedMachine of(Host host, Machine machine, Watcher watcher) throws IOException {
    SocketFolder folder = SocketFolder.create(host);
    WatchedMachine watched = new WatchedMachine(machine, watcher, folder, folder.listen(SOCKET));
    watched.thread.setDaemon(true);
    watched.thread.start();
    return watched;
  }

  /** The machine with what QEMU has to know. TCG has any number of breakpoints. */
  public Machine machine() {
    String path = folder.file(SOCKET).toString().replace(",", ",,");
    List<String> flags = new ArrayList<>(machine.flags());
    flags.addAll(List.of("-chardev", "socket,id=" + SOCKET + ",path=" + path));
    flags.addAll(List.of("-gdb", "chardev:" + SOCKET, "-S"));
    return machine.with(Acceleration.TCG).withFlags(flags);
  }

  private void watch() {
    try (GdbRemote connected =
        GdbRemote.over(
            SocketFolder.acceptOne(server, () -> !closed), machine.board().debuggerFeatures())) {
      remote = connected;
      watcher.watch(connected);
    } catch (IOException e) {
      // The end of QEMU ends the connection; whether that was too early is for others to say.
      trouble = e;
    } catch (RuntimeException e) {
      bug = e;
    }
  }

  /**
   * Ends the watching, after the guest was.
   *
   * @throws Failure D7061 if there was no watching at all
   */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join(LEAVE_MILLIS);
      if (remote != null) {
        remote.close();
      }
      thread.join(LEAVE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.close();
    if (bug != null) {
      throw bug;
    }
    if (remote == null && trouble != null) {
      throw new Failure(
          Diagnostic.error(Code.D7061, "QEMU's debugger connection does not work")
              .why(String.valueOf(trouble.getMessage()))
              .help("leave `-gdb`, `-s` and `-S` out of `qemu.flags`")
              .help("or use another QEMU: version 7.2 works"));
    }
  }
}
