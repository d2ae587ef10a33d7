package org.distroc.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.debug.Signature.Kind;
import org.distroc.debug.Signature.Parameter;
import org.distroc.kernel.HeaderNumbers.Named;

/** Formats the arguments of a system call in C syntax, reading the guest's memory. */
final class ArgumentReader {
  /** The most bytes shown of a string or buffer. */
  private static final int SHOWN = 64;

  private static final int MOST_TEXTS = 16;
  private static final int DECIMAL = 1 << 20;

  private final GdbRemote remote;
  private final Map<Integer, Named> signals;

  ArgumentReader(GdbRemote remote, Map<Integer, Named> signals) {
    this.remote = remote;
    this.signals = signals;
  }

  /** An argument that is known when the call begins; empty if its memory is not mapped yet. */
  Optional<String> before(Parameter parameter, long value, long next) throws IOException {
    long narrow = narrow(parameter, value);
    return switch (parameter.kind()) {
      case SIGNED -> Optional.of(Long.toString(narrow));
      case UNSIGNED -> Optional.of(unsigned(narrow));
      case FLAGS -> Optional.of(narrow == 0 ? "0" : "0x" + Long.toHexString(narrow));
      case PERMISSIONS -> Optional.of("0" + Long.toOctalString(narrow));
      case TEXT -> value == 0 ? Optional.of("NULL") : text(value);
      case TEXTS -> value == 0 ? Optional.of("NULL") : texts(value);
      case BYTES_IN -> value == 0 ? Optional.of("NULL") : bytes(value, next);
      default -> Optional.of(pointer(value));
    };
  }

  /** An argument when the call has returned. */
  String after(Parameter parameter, long value, long next, long result) throws IOException {
    if (value == 0 || result < 0 && parameter.kind().comesLater()) {
      return pointer(value);
    }
    Optional<String> text =
        switch (parameter.kind()) {
          case BYTES_OUT -> bytes(value, Math.min(next, result));
          case NUMBER_OUT -> number(value).map(n -> "[" + n + "]");
          case TWO_NUMBERS_OUT -> twoNumbers(value);
          case WAIT_STATUS_OUT ->
              result == 0 ? Optional.empty() : number(value).map(this::waitStatus);
          default -> before(parameter, value, next);
        };
    return text.orElse(pointer(value));
  }

  private static long narrow(Parameter parameter, long value) {
    if (!Signature.isNarrow(parameter.type())) {
      return value;
    }
    boolean signed = parameter.kind() == Kind.SIGNED;
    return signed ? (int) value : Integer.toUnsignedLong((int) value);
  }

  private static String unsigned(long value) {
    return value >= 0 && value <= DECIMAL ? Long.toString(value) : "0x" + Long.toHexString(value);
  }

  static String pointer(long value) {
    return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
  }

  private Optional<Integer> number(long address) throws IOException {
    ByteBuffer bytes = remote.memory(address, Integer.BYTES);
    return bytes.remaining() == Integer.BYTES ? Optional.of(bytes.getInt()) : Optional.empty();
  }

  private Optional<String> twoNumbers(long address) throws IOException {
    ByteBuffer bytes = remote.memory(address, 2 * Integer.BYTES);
    return bytes.remaining() == 2 * Integer.BYTES
        ? Optional.of("[" + bytes.getInt() + ", " + bytes.getInt() + "]")
        : Optional.empty();
  }

  /** Decodes a status like the macros of wait(2). */
  private String waitStatus(int status) {
    int signal = status & 0x7f;
    if (signal == 0) {
      return "[exited with " + (status >> 8 & 0xff) + "]";
    }
    if (signal == 0x7f) {
      return "[stopped or continued: 0x" + Integer.toHexString(status) + "]";
    }
    return "[killed by " + signal(signal) + "]";
  }

  /** The name of a signal. */
  String signal(int number) {
    return signals.containsKey(number) ? signals.get(number).name() : "signal " + number;
  }

  private Optional<String> text(long address) throws IOException {
    ByteBuffer bytes = remote.memory(address, SHOWN + 1);
    if (!bytes.hasRemaining()) {
      return Optional.empty();
    }
    int length = 0;
    while (length < bytes.limit() && bytes.get(length) != 0) {
      length++;
    }
    return Optional.of(quoted(bytes, length, length == bytes.limit()));
  }

  private Optional<String> texts(long address) throws IOException {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < MOST_TEXTS; i++) {
      Optional<Long> one = remote.word(address + (long) i * Long.BYTES);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      if (one.get() == 0) {
        return Optional.of("[" + String.join(", ", list) + "]");
      }
      list.add(text(one.get()).orElse(pointer(one.get())));
    }
    return Optional.of("[" + String.join(", ", list) + ", ...]");
  }

  private Optional<String> bytes(long address, long length) throws IOException {
    ByteBuffer bytes = remote.memory(address, (int) Math.max(0, Math.min(length, SHOWN)));
    boolean none = !bytes.hasRemaining() && length > 0;
    return none
        ? Optional.empty()
        : Optional.of(quoted(bytes, bytes.limit(), length > bytes.limit()));
  }

  private static String quoted(ByteBuffer bytes, int length, boolean more) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(length, SHOWN); i++) {
      text.append(escaped(bytes.get(i) & 0xff));
    }
    return text.append(more ? "\"..." : "\"").toString();
  }

  private static String escaped(int b) {
    return switch (b) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> b >= ' ' && b < 127 ? Character.toString(b) : String.format("\\x%02x", b);
    };
  }
}
