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
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.console.Console;
import org.distroc.boot.console.ConsoleLog;
import org.distroc.boot.console.ConsoleText;
import org.distroc.boot.console.EscapeStripper;
import org.distroc.boot.console.Keyboard;
import org.distroc.boot.console.TimedConsole;
import org.distroc.boot.console.VgaScreen;
import org.distroc.boot.qmp.Qmp;
import org.distroc.boot.qmp.Screenshot;
import org.distroc.format.BootMedium;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.distroc.plan.Machine;
import org.distroc.qemu.QemuCommandLine.Watched;
import org.distroc.spec.Display;

/**
 * A machine that runs headless in QEMU. Closing it ends QEMU; so do the end of distroc and the
 * timeout.
 *
 * <p>QEMU connects to two unix sockets that listen before it starts, so that no byte of the serial
 * port is lost, and that nothing has to be polled until it is there.
 */
public final class Guest implements Console, AutoCloseable {
  private static final String SERIAL = "serial";
  private static final String CONTROL = "qmp";
  private static final int LAST_LINES = 8;
  private static final int TEXT_HELD = 256 << 10;
  private static final long QEMU_LOG_LIMIT = 1 << 20;

  /** A line of QEMU's {@code info usernet}: the host's port and the guest's. */
  private static final Pattern FORWARD =
      Pattern.compile(
          "TCP\\[HOST_FORWARD\\]\\s+\\d+\\s+127\\.0\\.0\\.1\\s+(\\d+)\\s+\\S+\\s+(\\d+)");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REST = Duration.ofMillis(5);

  /** How long a guest that floods its console is held while its output is not read. */
  private static final Duration LONGEST_HOLD = Duration.ofMillis(200);

  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LEAVE = Duration.ofMillis(500);

  private final Machine machine;
  private final SocketFolder folder;
  private final ConsoleLog log;
  private final TimedConsole timed;
  private final ConsoleLog qemuLog;
  private final Running process;
  private final long powerOn = System.nanoTime();
  private final ConsoleText serial = new ConsoleText(TEXT_HELD);
  private final ConsoleText screen = new ConsoleText(TEXT_HELD);
  private final Thread serialReader = thread("guest-serial", this::readSerial);
  private SocketChannel serialPort;
  private Qmp qmp;
  private VgaScreen vga;
  private long serialSeen = -1;
  private long serialEnd;
  private long lastLook;
  private String trouble = "";
  private volatile Ending ending;
  private final Restart restart = new Restart();

  private Guest(Host host, Command command, Machine machine, SocketFolder folder, BootLogs evidence)
      throws IOException {
    this.machine = machine;
    this.folder = folder;
    evidence.prepare();
    this.log = new ConsoleLog(evidence.console(), ConsoleLog.LIMIT);
    this.timed = new TimedConsole(evidence.timed());
    this.qemuLog = new ConsoleLog(evidence.qemuLog(), QEMU_LOG_LIMIT);
    qemuLog.write(command.line() + "\n");
    this.process = new ProcessRunner(host).start(command.lines(this::keepWords));
  }

  /**
   * Starts a machine.
   *
   * @param limit after which QEMU is killed, whatever happens
   * @param evidence keeps what its consoles and QEMU say
   * @param ports TCP ports of the guest that are to be reached from this host
   * @throws QemuStartException with what QEMU said
   * @throws IOException if the host has no room for a socket or the logs
   */
  public static Guest start(
      Host host,
      Launch launch,
      Machine machine,
      BootMedium medium,
      Duration limit,
      BootLogs evidence,
      List<Integer> ports)
      throws IOException {
    SocketFolder folder = SocketFolder.create(host);
    try (ServerSocketChannel serial = folder.listen(SERIAL);
        ServerSocketChannel control = folder.listen(CONTROL)) {
      Watched watched = new Watched(folder.file(SERIAL), folder.file(CONTROL), ports);
      Command command = launch.command(machine, medium, watched).limit(limit);
      Guest guest = new Guest(host, command, machine, folder, evidence);
      guest.connect(serial, control);
      return guest;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void connect(ServerSocketChannel serialServer, ServerSocketChannel controlServer)
      throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    BooleanSupplier wanted = () -> process.isAlive() && System.nanoTime() < end;
    try {
      thread("guest-output", this::drainOutput).start();
      serialPort = SocketFolder.acceptOne(serialServer, wanted);
      serialReader.start();
      qmp = Qmp.over(SocketFolder.acceptOne(controlServer, wanted), PATIENCE, this::onEvent);
      vga = new VgaScreen(qmp, folder.file("vga"));
    } catch (IOException e) {
      Outcome outcome = process.waitFor(LEAVE);
      close();
      throw new QemuStartException(outcome, e);
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** QEMU writes there only if a raw flag asks for it, and must not block on a reader. */
  private void drainOutput() {
    byte[] bytes = new byte[8192];
    try {
      for (int n = 0; n >= 0; n = process.stdout().read(bytes)) {
        qemuLog.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // The stream ends with the process.
      return;
    }
  }

  private void keepWords(String line) {
    try {
      qemuLog.write(line + "\n");
    } catch (IOException e) {
      // A full disk must not stop the reader, or QEMU would wait for it.
      return;
    }
  }

  private void onEvent(String name, Map<?, ?> data) {
    if (name.equals("RESET") && Boolean.TRUE.equals(data.get("guest"))) {
      restart.firmwareReset();
    }
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
        // The rest is the start of a character that is not complete yet.
        decoder.decode(bytes.flip(), characters.clear(), false);
        String text = stripper.next(characters.flip());
        serial.append(text, LONGEST_HOLD);
        timed.serial(text, time());
        bytes.compact();
      }
    } catch (IOException | InterruptedException e) {
      // QEMU closes the port when it exits; callers detect that themselves.
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
  public void await(Duration most) throws InterruptedException {
    // The caller has searched all text that was there when it waited before.
    serial.lookedAt(serialEnd);
    boolean soon = machine.display() == Display.VGA && vga.isBusy() && most.compareTo(SOON) > 0;
    serial.awaitChange(serialSeen, soon ? SOON : most);
    // QEMU writes a few bytes at a time; a search after each of them would be a busy loop.
    long rest = REST.toNanos() - (System.nanoTime() - lastLook);
    if (rest > 0) {
      TimeUnit.NANOSECONDS.sleep(rest);
    }
    lastLook = System.nanoTime();
    serialSeen = serial.version();
    serialEnd = serial.settledEnd();
    if (machine.display() == Display.VGA) {
      unlessQemuDied(this::look);
    }
  }

  private Void look() throws IOException {
    String settled = vga.look(ending == null);
    log.write(settled);
    log.flush();
    if (!settled.isEmpty() || !vga.text().equals(screen.live())) {
      screen.update(settled, vga.text());
      timed.screen(settled, vga.text(), time());
    }
    return null;
  }

  @Override
  public boolean type(String text) throws InterruptedException {
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

  @Override
  public boolean press(List<List<String>> chords) throws InterruptedException {
    return !Boolean.FALSE.equals(unlessQemuDied(() -> new Keyboard(qmp).pressAll(chords)));
  }

  @Override
  public Optional<Integer> hostPort(int guestPort) throws InterruptedException {
    String network = unlessQemuDied(() -> qmp.monitor("info usernet"));
    Matcher forward = FORWARD.matcher(network == null ? "" : network);
    while (forward.find()) {
      if (Integer.parseInt(forward.group(2)) == guestPort) {
        return Optional.of(Integer.valueOf(forward.group(1)));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean restart() throws InterruptedException {
    Boolean done =
        unlessQemuDied(
            () -> {
              restart.perform(qmp, () -> ending = null);
              return true;
            });
    return Boolean.TRUE.equals(done);
  }

  @Override
  public void picture(Path png) throws InterruptedException {
    unlessQemuDied(
        () -> {
          Screenshot.take(qmp, folder.file("picture"), png);
          return null;
        });
  }

  /** The machine that it runs on. */
  public Machine machine() {
    return machine;
  }

  /** The CPU's registers as QEMU prints them; empty when QEMU is gone. */
  public String registers() throws InterruptedException {
    String registers = unlessQemuDied(() -> qmp.monitor("info registers"));
    return registers == null ? "" : registers;
  }

  @Override
  public Optional<Integer> debugExit() {
    Optional<String> device = machine.board().debugExit();
    boolean has =
        device.isPresent()
            && machine.flags().stream().anyMatch(flag -> flag.contains(device.get()));
    if (!has || ending().isEmpty()) {
      return Optional.empty();
    }
    // The device ends QEMU with twice the number plus one.
    Outcome outcome = process.waitFor(LEAVE);
    boolean odd = outcome.exit() % 2 == 1 && !outcome.timedOut() && outcome.exit() < 256;
    return odd ? Optional.of(outcome.exit() >> 1) : Optional.empty();
  }

  private interface Talk<T> {
    T run() throws IOException, InterruptedException;
  }

  /** A broken connection means that QEMU is gone, or unusable. */
  private <T> T unlessQemuDied(Talk<T> talk) throws InterruptedException {
    try {
      return ending == Ending.QEMU_DIED ? null : talk.run();
    } catch (IOException e) {
      trouble = e.getMessage();
      if (ending == null) {
        ending = Ending.QEMU_DIED;
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

  /** How QEMU ended and what it said; for a guest whose ending is {@link Ending#QEMU_DIED}. */
  public String howQemuEnded() {
    Outcome outcome = process.waitFor(LEAVE);
    if (outcome.timedOut()) {
      return trouble;
    }
    int exit = outcome.exit();
    String how = exit > 128 ? "killed by signal " + (exit - 128) : "exit status " + exit;
    String said = outcome.lastLines(LAST_LINES);
    return said.isBlank() ? how : how + "; its output:\n" + said;
  }

  /** Ends QEMU, and writes the last screen to the log. */
  @Override
  public void close() throws IOException {
    process.close();
    try {
      // QEMU is gone: read the rest of its output.
      serialReader.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (qmp != null) {
      qmp.close();
    }
    if (serialPort != null) {
      serialPort.close();
    }
    log.write(screen.live());
    log.close();
    timed.close();
    qemuLog.close();
    folder.close();
  }
}
