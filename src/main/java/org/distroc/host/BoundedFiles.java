package org.distroc.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads files that others wrote: the one place where distroc opens a file for reading. Only regular
 * files are opened, because a FIFO blocks and a device never ends; and a file is not read beyond
 * the size that the caller states, however fast it grows. Both are {@link RefusedFile}s.
 */
public final class BoundedFiles {
  /** For a note of a few lines that distroc wrote for itself, in bytes. */
  public static final long NOTE = 1 << 20;

  /** For a text such as a source file or a {@code .config}, in bytes. */
  public static final long TEXT = 16 << 20;

  /** For a table or a log that a tool wrote, in bytes; those of a whole kernel have some 10 MiB. */
  public static final long TABLE = 256 << 20;

  /** For an image, a kernel or a program that is read into memory, in bytes. */
  public static final long PROGRAM = 1L << 30;

  /** For a file that is read in parts, in bytes. */
  public static final long LARGE = 64L << 30;

  private static final int PART = 1 << 20;

  private BoundedFiles() {}

  /**
   * The bytes of a file.
   *
   * @param most bytes that it may have
   * @throws RefusedFile if it is not a regular file or has more bytes
   */
  public static byte[] bytes(Path file, long most) throws IOException {
    long size = check(file, most);
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      byte[] bytes = new byte[(int) Math.min(size, Integer.MAX_VALUE - 16)];
      int length = fill(in, bytes, 0);
      // Files of /proc have no size, and others may grow.
      byte[] next = new byte[1];
      while (length == bytes.length && in.read(ByteBuffer.wrap(next)) > 0) {
        if (length >= most) {
          throw new RefusedFile(file.toString(), "grows while it is read" + atMost(most));
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(8192, 2L * length)));
        bytes[length] = next[0];
        length = fill(in, bytes, length + 1);
      }
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    } catch (OutOfMemoryError e) {
      throw new RefusedFile(file.toString(), "is " + words(size) + "; Java's memory is too small");
    }
  }

  /**
   * Reads into an array until it is full or the file ends.
   *
   * @return the number of bytes in it
   */
  private static int fill(SeekableByteChannel in, byte[] bytes, int start) throws IOException {
    int length = start;
    while (length < bytes.length) {
      // In parts: Java copies each through memory outside its heap.
      int part = Math.min(PART, bytes.length - length);
      int count = in.read(ByteBuffer.wrap(bytes, length, part));
      if (count < 0) {
        break;
      }
      length += count;
    }
    return length;
  }

  /**
   * The text of a file in UTF-8.
   *
   * @throws RefusedFile as above
   * @throws CharacterCodingException if it is in another encoding
   */
  public static String text(Path file, long most) throws IOException {
    byte[] bytes = bytes(file, most);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // This character stands for a malformed byte, or for itself.
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }
    return text;
  }

  /** The text of a file with one character per byte; see above. */
  public static String latin1(Path file, long most) throws IOException {
    return new String(bytes(file, most), StandardCharsets.ISO_8859_1);
  }

  /** The lines of a text in UTF-8; see above. */
  public static List<String> lines(Path file, long most) throws IOException {
    return text(file, most).lines().toList();
  }

  /**
   * The content of an entry of a cache. Whatever prevents reading it, such as a FIFO of its name,
   * makes it absent, so that it is made again.
   */
  public static Optional<byte[]> entry(Path file, long most) throws IOException {
    try {
      return Optional.of(bytes(file, most));
    } catch (FileSystemException e) {
      return Optional.empty();
    }
  }

  /**
   * A file as a stream that ends in an error beyond a size.
   *
   * @throws RefusedFile if it is not a regular file or has more bytes
   */
  public static InputStream stream(Path file, long most) throws IOException {
    check(file, most);
    return new CountedStream(Files.newInputStream(file)) {
      private long left = most;

      @Override
      protected void count(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
          throw new RefusedFile(file.toString(), "grows while it is read" + atMost(most));
        }
      }
    };
  }

  /** The SHA-256 digest of a file, read in parts. */
  public static String digest(Path file) throws IOException {
    try (InputStream in = stream(file, LARGE)) {
      return Sha256.of(in);
    }
  }

  /**
   * Looks at a file before it is opened, and follows links.
   *
   * @return its size in bytes
   * @throws RefusedFile if it is not a regular file or has more bytes
   */
  public static long check(Path file, long most) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    if (!facts.isRegularFile()) {
      throw new RefusedFile(file.toString(), "is " + kind(file, facts) + ", not a regular file");
    }
    if (facts.size() > most) {
      throw new RefusedFile(file.toString(), "is " + words(facts.size()) + atMost(most));
    }
    return facts.size();
  }

  /**
   * Makes room for a log or a lock of distroc that is about to be opened for writing: a FIFO of its
   * name would block, and a device swallow it.
   */
  static void dropSpecial(Path file) throws IOException {
    try {
      if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // It will be created.
      return;
    }
  }

  private static String kind(Path file, BasicFileAttributes facts) throws IOException {
    if (facts.isDirectory()) {
      return "a folder";
    }
    // The type in st_mode, see inode(7).
    return switch ((Integer) Files.getAttribute(file, "unix:mode") & 0170000) {
      case 0010000 -> "a FIFO";
      case 0140000 -> "a socket";
      case 0020000, 0060000 -> "a device";
      default -> "a special file";
    };
  }

  private static String atMost(long most) {
    return "; at most " + words(most);
  }

  /** A size as people write it: {@code 16 MiB}, {@code 3.0 GiB}. */
  static String words(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    int unit = 0;
    while (unit < units.length - 1 && bytes >> 10 * (unit + 1) > 0) {
      unit++;
    }
    double value = bytes / (double) (1L << 10 * unit);
    boolean whole = value == Math.rint(value) && unit < 3 || value >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
