package org.distroc.debug;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of gdb's remote serial protocol, limited to tracing a guest: breakpoints, registers,
 * memory. The guest must be little-endian. Used by one thread.
 */
final class GdbRemote implements AutoCloseable {
  private static final int MOST_BYTES = 1024;
  private static final String STOPPED_BY_OTHERS = "T02";
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern REGISTER = Pattern.compile("<reg\\s([^>]*)>");
  private static final Pattern INCLUDE = Pattern.compile("<xi:include\\s+href=\"([^\"]+)\"");
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern THREAD = Pattern.compile("thread:([^;]+);");
  private static final HexFormat HEX = HexFormat.of();

  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 16).limit(0);
  private final Map<String, Integer> bits = new LinkedHashMap<>();
  private String thread = "";
  private long answered;

  private GdbRemote(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects to a stopped guest and reads the names of its registers.
   *
   * @param features what this debugger understands, for QEMU
   * @throws IOException if there is no valid response
   */
  static GdbRemote over(SocketChannel channel, String features) throws IOException {
    GdbRemote remote = new GdbRemote(channel);
    remote.ask("qSupported:" + features);
    remote.answered = System.nanoTime();
    remote.stopped(remote.ask("?"));
    remote.readDescription("target.xml");
    if (remote.bits.isEmpty()) {
      throw new IOException("QEMU does not describe its registers");
    }
    return remote;
  }

  /** When QEMU first responded, as {@link System#nanoTime} gives it. */
  long answered() {
    return answered;
  }

  private void readDescription(String annex) throws IOException {
    StringBuilder text = new StringBuilder();
    String part;
    do {
      String range = String.format("%x,%x", text.length(), MOST_BYTES);
      part = ask("qXfer:features:read:" + annex + ":" + range);
      text.append(part.isEmpty() ? "" : part.substring(1));
    } while (part.startsWith("m"));
    // Registers in comments of QEMU's description are not sent.
    String xml = COMMENT.matcher(text).replaceAll("");
    Matcher register = REGISTER.matcher(xml);
    while (register.find()) {
      Map<String, String> attributes = new LinkedHashMap<>();
      Matcher attribute = ATTRIBUTE.matcher(register.group(1));
      while (attribute.find()) {
        attributes.put(attribute.group(1), attribute.group(2));
      }
      bits.put(attributes.get("name"), Integer.parseInt(attributes.get("bitsize")));
    }
    Matcher include = INCLUDE.matcher(xml);
    while (include.find()) {
      readDescription(include.group(1));
    }
  }

  /** The registers of the processor that stopped, those of at most 64 bits, by name. */
  Map<String, Long> registers() throws IOException {
    ByteBuffer all = ByteBuffer.wrap(HEX.parseHex(ask("g"))).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Long> registers = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> register : bits.entrySet()) {
      int bytes = register.getValue() / 8;
      if (all.remaining() < bytes) {
        break;
      }
      if (bytes == 8) {
        registers.put(register.getKey(), all.getLong());
      } else if (bytes == 4) {
        registers.put(register.getKey(), Integer.toUnsignedLong(all.getInt()));
      } else {
        all.position(all.position() + bytes);
      }
    }
    return registers;
  }

  /**
   * Memory at virtual addresses of the stopped processor.
   *
   * @return as many bytes as can be read from there on, at most {@code length}
   */
  ByteBuffer memory(long address, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      long at = address + bytes.position();
      // A page is mapped or not: a request never crosses its end.
      int inPage = (int) (MOST_BYTES - (at & (MOST_BYTES - 1)));
      int wanted = Math.min(bytes.remaining(), inPage);
      String answer = ask("m" + Long.toHexString(at) + "," + Integer.toHexString(wanted));
      if (answer.startsWith("E") || answer.length() != 2 * wanted) {
        break;
      }
      bytes.put(HEX.parseHex(answer));
    }
    return bytes.flip();
  }

  /** A number of 64 bits in memory; empty where there is none. */
  Optional<Long> word(long address) throws IOException {
    ByteBuffer bytes = memory(address, Long.BYTES);
    return bytes.remaining() == Long.BYTES ? Optional.of(bytes.getLong()) : Optional.empty();
  }

  /** Sets a breakpoint. */
  void breakAt(long address) throws IOException {
    expectOk("Z1," + Long.toHexString(address) + ",1");
  }

  /** Removes a breakpoint. */
  void unbreak(long address) throws IOException {
    expectOk("z1," + Long.toHexString(address) + ",1");
  }

  private void expectOk(String request) throws IOException {
    String answer = ask(request);
    if (!answer.equals("OK")) {
      throw new IOException("QEMU's debugger refused " + request + ": " + answer);
    }
  }

  /**
   * Executes one instruction, whether there is a breakpoint or not.
   *
   * @return false if another client stopped and resumed the guest meanwhile: it is then at a
   *     breakpoint, possibly the same one, not after that instruction
   */
  boolean step() throws IOException {
    return stopped(ask("vCont;s" + (thread.isEmpty() ? "" : ":" + thread)));
  }

  /** Resumes the guest, and waits for a breakpoint. */
  void resume() throws IOException {
    go();
    awaitStop();
  }

  /** Resumes the guest. */
  void go() throws IOException {
    send("vCont;c");
  }

  /** Waits until the guest stops. */
  void awaitStop() throws IOException {
    stopped(receive());
  }

  /** Handles a stop notification; false if another stop came first. */
  private boolean stopped(String first) throws IOException {
    String answer = first;
    boolean alone = true;
    while (answer.startsWith(STOPPED_BY_OTHERS)) {
      // Reading the screen stops the guest briefly, and resumes it.
      alone = false;
      answer = receive();
    }
    if (!answer.startsWith("T") && !answer.startsWith("S")) {
      throw new IOException("unexpected response from QEMU's debugger: " + answer);
    }
    Matcher matcher = THREAD.matcher(answer);
    String now = matcher.find() ? matcher.group(1) : "";
    if (!now.isEmpty() && !now.equals(thread)) {
      thread = now;
      expectOk("Hg" + thread);
    }
    return alone;
  }

  private String ask(String request) throws IOException {
    send(request);
    return receive();
  }

  private void send(String request) throws IOException {
    int sum = 0;
    for (byte b : request.getBytes(StandardCharsets.ISO_8859_1)) {
      sum += b & 0xff;
    }
    String packet = String.format("$%s#%02x", request, sum & 0xff);
    write(packet);
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next packet; a socket loses nothing, so checksums say nothing. */
  private String receive() throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    while (next() != '$') {
      // Acknowledgements stand between packets.
      continue;
    }
    for (int c = next(); c != '#'; c = next()) {
      // These two are the protocol's escape and its mark of a repeated character.
      if (c == '}') {
        packet.write(next() ^ 0x20);
      } else if (c == '*') {
        byte[] last = packet.toByteArray();
        byte[] more = new byte[next() - 29];
        Arrays.fill(more, last[last.length - 1]);
        packet.writeBytes(more);
      } else {
        packet.write(c);
      }
    }
    next();
    next();
    write("+");
    String text = packet.toString(StandardCharsets.ISO_8859_1);
    if (text.startsWith("W") || text.startsWith("X")) {
      throw new IOException("QEMU ended");
    }
    return text;
  }

  private int next() throws IOException {
    if (!received.hasRemaining()) {
      if (channel.read(received.clear()) < 0) {
        throw new IOException("QEMU closed its debugger connection");
      }
      received.flip();
    }
    return received.get() & 0xff;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
