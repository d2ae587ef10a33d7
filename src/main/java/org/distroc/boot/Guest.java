package org.distroc.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.distroc.plan.BootMedium;
import org.distroc.plan.Machine;
import org.distroc.plan.Machine.Display;

/**
 * A machine that runs in QEMU without anybody seeing it. Closing it ends QEMU; so does the end of
 * distroc, and the time limit.
 *
 * <p>QEMU connects to two unix sockets that listen before it starts, so that no byte of the serial
 * port is lost, and that nothing has to be polled until it is there.
 */
public final class Guest implements Console, AutoCloseable {
  private static final int TEXT_HELD = 256 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REST = Duration.ofMillis(5);
  private static final Duration LEAVE = Duration.ofMillis(500);

  private final Machine machine;
  private final SocketFolder folder;
  private final ConsoleLog log;
  private final Running process;
  private final long powerOn = System.nanoTime();
  private final ConsoleText serial = new ConsoleText(TEXT_HELD);
  private final ConsoleText screen = new ConsoleText(TEXT_HELD);
  private SocketChannel serialPort;
  private Thread serialReader;
  private Qmp qmp;
  private VgaScreen vga;
  private long serialSeen = -1;
  private long lastLook;
  private volatile Ending ending;

  private Guest(Machine machine, SocketFolder folder, ConsoleLog log, Running process) {
    this.machine = machine;
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /**
   * Switches a machine on.
   *
   * @param limit after which QEMU is killed, whatever happens
   * @param consoleLog the file that keeps what its console says, at most 16 MiB of it
   * @throws QemuDidNotStart with what QEMU said
   * @throws IOException if the host has no room for a socket or the log
   */
  public static Guest start(
      Host host,
      Qemu qemu,
      Accelerator accelerator,
      Machine machine,
      BootMedium medium,
      Duration limit,
      Path consoleLog)
      throws IOException {
    SocketFolder folder = SocketFolder.create(host);
    ConsoleLog log = null;
    try (ServerSocketChannel serial = folder.listen("serial");
        ServerSocketChannel control = folder.listen("qmp")) {
      log = new ConsoleLog(consoleLog, ConsoleLog.LIMIT);
      List<String> words =
          QemuCommandLine.of(
              qemu,
              accelerator,
              machine,
              medium,
              new QemuCommandLine.Watched(folder.file("serial"), folder.file("qmp")));
      Running process = new ProcessRunner(host).start(Command.of(words).limit(limit));
      Guest guest = new Guest(machine, folder, log, process);
      guest.connect(serial, control);
      return guest;
    } catch (IOException | RuntimeException e) {
      if (log != null) {
        log.close();
      }
      folder.close();
      throw e;
    }
  }

  private void connect(ServerSocketChannel serialServer, ServerSocketChannel controlServer)
      throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      serialPort =
          SocketFolder.acceptOne(serialServer, () -> process.isAlive() && System.nanoTime() < end);
      serialReader = new Thread(this::readSerial, "serial");
      serialReader.setDaemon(true);
      serialReader.start();
      SocketChannel control =
          SocketFolder.acceptOne(controlServer, () -> process.isAlive() && System.nanoTime() < end);
      qmp = Qmp.over(control, PATIENCE, this::onEvent);
      vga = new VgaScreen(qmp, folder.file("vga"));
    } catch (IOException e) {
      Outcome outcome = process.waitFor(LEAVE);
      close();
      throw new QemuDidNotStart(outcome, e);
    }
  }

  private void onEvent(String name, Map<?, ?> data) {
    if (name.equals("SHUTDOWN")) {
      ending =
          switch (String.valueOf(data.get("reason"))) {
            case "guest-reset" -> Ending.RESET;
            case "guest-shutdown" -> Ending.POWEROFF;
            default -> Ending.QEMU_DIED;
          };
    }
  }

  private void readSerial() {
    EscapeStripper stripper = new EscapeStripper();
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer characters = CharBuffer.allocate(1 << 16);
    try {
      for (int old = 0; serialPort.read(bytes) >= 0; old = bytes.position()) {
        log.write(bytes.array(), old, bytes.position() - old);
        log.flush();
        // What is left over is the beginning of a character whose end has yet to come.
        decoder.decode(bytes.flip(), characters.clear(), false);
        serial.append(stripper.next(characters.flip()));
        bytes.compact();
      }
    } catch (IOException e) {
      // The end of QEMU closes the port; whoever watches the guest sees that by itself.
      return;
    }
  }

  @Override
  public ConsoleText serial() {
    return serial;
  }

  @Override
  public ConsoleText screen() {
    return screen;
  }

  @Override
  public String screenNow() {
    return vga.text();
  }

  @Override
  public void await(Duration most) throws IOException, InterruptedException {
    serial.awaitChange(serialSeen, most);
    // QEMU passes on a few bytes at a time: a guest that talks a lot must not be looked at as
    // often.
    long rest = REST.toNanos() - (System.nanoTime() - lastLook);
    if (rest > 0) {
      TimeUnit.NANOSECONDS.sleep(rest);
    }
    lastLook = System.nanoTime();
    serialSeen = serial.version();
    if (machine.display() == Display.VGA) {
      unlessQemuDied(this::look);
    }
  }

  private Void look() throws IOException {
    String settled = vga.look(ending == null);
    if (!settled.isEmpty()) {
      log.write(settled);
      log.flush();
    }
    if (!settled.isEmpty() || !vga.text().equals(screen.live())) {
      screen.update(settled, vga.text());
    }
    return null;
  }

  @Override
  public boolean type(String text) throws IOException, InterruptedException {
    if (machine.display() == Display.VGA) {
      return !Boolean.FALSE.equals(unlessQemuDied(() -> new Keyboard(qmp).type(text)));
    }
    // A terminal's Enter key sends a carriage return.
    ByteBuffer bytes = ByteBuffer.wrap(text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
    unlessQemuDied(
        () -> {
          while (bytes.hasRemaining()) {
            serialPort.write(bytes);
          }
          return null;
        });
    return true;
  }

  private interface Talk<T> {
    T run() throws IOException, InterruptedException;
  }

  /** A broken connection is no surprise when QEMU is gone: {@link #ending()} tells of it. */
  private <T> T unlessQemuDied(Talk<T> talk) throws IOException, InterruptedException {
    try {
      return talk.run();
    } catch (IOException e) {
      long end = System.nanoTime() + LEAVE.toNanos();
      while (process.isAlive()) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10);
      }
      return null;
    }
  }

  @Override
  public Optional<Ending> ending() {
    if (ending == null && !process.isAlive()) {
      ending = Ending.QEMU_DIED;
    }
    return Optional.ofNullable(ending);
  }

  @Override
  public Duration time() {
    return Duration.ofNanos(System.nanoTime() - powerOn);
  }

  /** What QEMU said and how it ended; for a guest whose QEMU is gone. */
  Outcome qemuOutcome() {
    return process.waitFor(LEAVE);
  }

  /** Ends QEMU, and keeps what the screen showed last in the log. */
  @Override
  public void close() throws IOException {
    process.close();
    if (qmp != null) {
      qmp.close();
    }
    if (serialPort != null) {
      serialPort.close();
    }
    log.write(screen.live());
    log.close();
    folder.close();
  }
}
