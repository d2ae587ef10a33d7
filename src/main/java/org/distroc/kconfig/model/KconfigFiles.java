package org.distroc.kconfig.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.value.ByteStrings;

/** Finds and reads the files that {@code source} names. */
public final class KconfigFiles {
  private final Path srctree;
  private final Set<String> read = new LinkedHashSet<>();

  /** Files of a kernel source. */
  public KconfigFiles(Path srctree) {
    this.srctree = srctree;
  }

  /**
   * The bytes of a file; null when there is none.
   *
   * @throws IOException if it cannot be read, or is outside of the kernel source, whose author may
   *     be a stranger
   */
  public byte[] read(String name) throws IOException {
    KconfigLimits.check(read.size() < KconfigLimits.FILES, "files");
    Path path;
    try {
      // Text as UTF-8, because that is how the file system of this process names files.
      path = srctree.resolve(ByteStrings.toText(name));
    } catch (InvalidPathException e) {
      return null;
    }
    if (!Files.isRegularFile(path)) {
      return null;
    }
    if (!path.toRealPath().startsWith(srctree.toRealPath())) {
      throw new IOException("it is outside of the kernel source");
    }
    KconfigLimits.check(Files.size(path) <= KconfigLimits.FILE_BYTES, "bytes in one file");
    read.add(name);
    return BoundedFiles.bytes(path, KconfigLimits.FILE_BYTES);
  }

  /** As above with one byte per character. */
  public String text(String name) throws IOException {
    byte[] bytes = read(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The line of a file that was read, to show it. */
  Span span(Position position) {
    String line = "";
    try {
      Path path = srctree.resolve(position.file());
      line =
          BoundedFiles.latin1(path, KconfigLimits.FILE_BYTES)
              .lines()
              .skip(position.line() - 1L)
              .findFirst()
              .orElse("");
    } catch (IOException | InvalidPathException e) {
      // The file is gone: there is less to show.
    }
    return position.span(ByteStrings.toText(line));
  }

  /** Every file read so far, in order. */
  public Set<String> names() {
    return read;
  }
}
