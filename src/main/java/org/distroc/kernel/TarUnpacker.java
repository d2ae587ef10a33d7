package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.distroc.host.LocalFile;

/**
 * Unpacks an untrusted tar stream into an empty folder that no other process writes to. It creates
 * folders, files and links that stay inside; anything else is an error. Files are read-only from
 * the start, with their executable bit; folders stay writable, so that an ordinary {@code rm -r}
 * can clear the cache.
 */
public final class TarUnpacker {
  private static final FileAttribute<Set<PosixFilePermission>> PLAIN = mode("r--r--r--");
  private static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE = mode("r-xr-xr-x");
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** 1980-01-01: all file systems have it. */
  private static final FileTime EARLIEST = FileTime.fromMillis(315_532_800_000L);

  /** In bytes; in a kernel they have 150. The system allows for 4,095, the cache's folder too. */
  private static final int LONGEST_PATH = 1024;

  /** In bytes, as all file systems have it. */
  private static final int LONGEST_NAME = 255;

  /**
   * Limits on the content of an archive.
   *
   * @param entries files, folders and links
   * @param bytes of all files together
   */
  public record Limits(long entries, long bytes) {
    /** Linux 6.12 has 88,000 files with 1.4 GB; this allows for ten more years of growth. */
    public static final Limits KERNEL = new Limits(500_000, 8L << 30);

    /** Recipes with their sources, and the files of a root. */
    public static final Limits RECIPES = new Limits(20_000, 256L << 20);
  }

  /**
   * What was unpacked.
   *
   * @param entries files, folders and links
   * @param bytes of all files together
   */
  public record Unpacked(long entries, long bytes) {}

  private final Path folder;
  private final Limits limits;
  private final Progress progress;
  private final Set<String> folders = new HashSet<>();
  private final Set<String> others = new HashSet<>();
  private final byte[] buffer = new byte[1 << 16];
  private final FileTime started = FileTime.fromMillis(System.currentTimeMillis());
  private long entries;
  private long bytes;

  private TarUnpacker(Path folder, Limits limits, Progress progress) {
    this.folder = folder;
    this.limits = limits;
    this.progress = progress;
    folders.add("");
  }

  /**
   * Unpacks all of the stream into the folder, which must be empty.
   *
   * @throws FileSystemException when the folder cannot be written
   * @throws IOException when the archive is damaged, hostile, or beyond the limits; what was
   *     unpacked by then is left for the caller to remove
   */
  public static Unpacked unpack(InputStream stream, Path folder, Limits limits, Progress progress)
      throws IOException {
    TarUnpacker unpacker = new TarUnpacker(folder, limits, progress);
    UnpackedStream bounded = UnpackedStream.of(stream);
    TarArchiveInputStream tar = new TarArchiveInputStream(bounded, "UTF-8");
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      bounded.data(e.isFile() ? Math.max(0, e.getSize()) : 0);
      unpacker.take(e, tar);
    }
    // A compressed stream's own check comes after the tar's last block.
    while (bounded.read(unpacker.buffer) >= 0) {
      continue;
    }
    return new Unpacked(unpacker.entries, unpacker.bytes);
  }

  private void take(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    if (++entries > limits.entries) {
      throw new ArchiveException("it contains more than " + limits.entries + " files");
    }
    String name = safeName(entry.getName());
    checkNameable(name, entry.getLinkName());
    if (entry.isDirectory()) {
      makeFolder(name);
      return;
    }
    makeFolder(parent(name));
    if (folders.contains(name) || !others.add(name)) {
      throw new ArchiveException("it contains `" + name + "` twice");
    }
    if (entry.isSymbolicLink()) {
      link(name, entry.getLinkName());
    } else if (entry.isFile() && !entry.isLink() && !isSpecial(entry)) {
      file(name, entry, tar);
    } else {
      throw new ArchiveException(
          "it contains `" + name + "`, which is neither a file nor a folder nor a symbolic link");
    }
  }

  private static boolean isSpecial(TarArchiveEntry entry) {
    return entry.isCharacterDevice()
        || entry.isBlockDevice()
        || entry.isFIFO()
        || entry.isSparse()
        || entry.getSize() < 0;
  }

  /** The name without needless slashes and dots; names that could lead out are rejected. */
  private static String safeName(String name) throws ArchiveException {
    if (name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw new ArchiveException("it contains a file named `" + name + "`");
    }
    checkLength(name);
    StringBuilder safe = new StringBuilder(name.length());
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new ArchiveException("`" + name + "` escapes its folder");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        safe.append(safe.length() > 0 ? "/" : "").append(part);
      }
    }
    return safe.toString();
  }

  /** Java needs a locale that has the characters of a name. */
  private void checkNameable(String name, String target) throws ArchiveException {
    try {
      folder.resolve(name).resolve(target);
    } catch (InvalidPathException e) {
      throw new ArchiveException(
          "no file can be named `" + name + "` in the current locale; try `LC_ALL=C.UTF-8`");
    }
  }

  private static void checkLength(String name) throws ArchiveException {
    int longest = 0;
    for (String part : name.split("/")) {
      longest = Math.max(longest, part.getBytes(StandardCharsets.UTF_8).length);
    }
    int whole = name.getBytes(StandardCharsets.UTF_8).length;
    if (longest > LONGEST_NAME || whole > LONGEST_PATH) {
      String start = name.substring(0, Math.min(40, name.length()));
      throw new ArchiveException(
          whole > LONGEST_PATH
              ? "it contains a path of " + whole + " bytes, `" + start + "…`"
              : "it contains a name of " + longest + " bytes, in `" + start + "…`");
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /**
   * Creates the folder and its parents; none of them can be a link, because all were created here.
   */
  private void makeFolder(String name) throws IOException {
    if (folders.contains(name)) {
      return;
    }
    makeFolder(parent(name));
    if (others.contains(name)) {
      throw new ArchiveException("it contains `" + name + "` as a folder and as something else");
    }
    Files.createDirectory(folder.resolve(name));
    folders.add(name);
  }

  /**
   * A link stays inside for certain if it climbs only at its start, and no further than to the top:
   * the folders above it are real ones, and every link that it then passes obeys the same rule.
   */
  private void link(String name, String target) throws IOException {
    int depth = name.split("/").length - 1;
    checkLength(target);
    boolean climbing = true;
    boolean safe = !target.isEmpty() && !target.startsWith("/") && target.indexOf('\0') < 0;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        safe &= climbing && --depth >= 0;
      } else if (!part.isEmpty() && !part.equals(".")) {
        climbing = false;
      }
    }
    if (!safe) {
      throw new ArchiveException("the link `" + name + "` points outside, to `" + target + "`");
    }
    Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }

  private void file(String name, TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException {
    if (entry.getSize() > limits.bytes - bytes) {
      throw new ArchiveException("it contains more than " + (limits.bytes >> 20) + " MiB");
    }
    Path path = folder.resolve(name);
    boolean executable = (entry.getMode() & 0100) != 0;
    long left = entry.getSize();
    try (OutputStream out =
        new LocalFile(
            path,
            Channels.newOutputStream(
                Files.newByteChannel(path, NEW, executable ? EXECUTABLE : PLAIN)))) {
      while (left > 0) {
        int count = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new ArchiveException("it is truncated in `" + name + "`");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
    bytes += entry.getSize();
    if (entries % 256 == 0) {
      progress.report("unpacking", tar.getBytesRead(), 0);
    }
    Files.setLastModifiedTime(path, time(entry));
  }

  /**
   * The archive's own time, so that two unpackings of it are the same to make; but none of the
   * future, which would be newer than what is made from the file, and none before 1970, which some
   * file systems take for one of the future.
   */
  private FileTime time(TarArchiveEntry entry) {
    FileTime time = FileTime.fromMillis(entry.getLastModifiedDate().getTime());
    return time.compareTo(started) > 0 || time.toMillis() < 0 ? EARLIEST : time;
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
