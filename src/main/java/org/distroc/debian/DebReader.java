package org.distroc.debian;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Sha256;
import org.distroc.kernel.ArchiveException;
import org.distroc.kernel.Tarball;
import org.distroc.kernel.UnpackedStream;

/**
 * Reads an untrusted .deb: an ar archive with a {@code control.tar} and a {@code data.tar}. The
 * bytes of all files go into one stream, one after the other; nothing is unpacked under a name that
 * the package gives, and nothing runs.
 */
final class DebReader {
  private static final Set<String> SCRIPTS =
      Set.of("preinst", "postinst", "prerm", "postrm", "config");

  private static final Set<String> CONTROL_FIELDS =
      Set.of("Package", "Version", "Source", "Pre-Depends", "Depends", "Replaces");

  /** The largest packages of Debian have 100,000 files and 4 GB. */
  private static final int MOST_ENTRIES = 500_000;

  private static final long MOST_BYTES = 8L << 30;
  private static final int LONGEST_SCRIPT = 256 << 10;
  private static final int MODE = 07777;

  private final Tarball tarballs;
  private final Path scratch;
  private final TreeMap<String, String> fields = new TreeMap<>();
  private final TreeMap<String, String> scripts = new TreeMap<>();
  private final List<DebEntry> entries = new ArrayList<>();
  private final Map<String, DebEntry.Kind> seen = new HashMap<>();
  private final Set<String> folders = new HashSet<>();
  private final byte[] buffer = new byte[1 << 16];
  private long written;

  private DebReader(Tarball tarballs, Path scratch) {
    this.tarballs = tarballs;
    this.scratch = scratch;
  }

  /**
   * Reads a .deb.
   *
   * @param scratch an existing folder for files of its own, which it removes again
   * @param files receives the bytes of all files
   * @throws ArchiveException if it is damaged or hostile
   */
  static DebTree read(Path deb, Tarball tarballs, Path scratch, OutputStream files)
      throws IOException {
    DebReader reader = new DebReader(tarballs, scratch);
    try (InputStream file =
            new BufferedInputStream(BoundedFiles.stream(deb, BoundedFiles.LARGE), 1 << 16);
        ArArchiveInputStream ar = new ArArchiveInputStream(file)) {
      reader.members(ar, files);
    }
    return new DebTree(reader.fields, reader.scripts, reader.entries);
  }

  /** The members must come in this order; see deb(5). */
  private void members(ArArchiveInputStream ar, OutputStream files) throws IOException {
    ArArchiveEntry first = ar.getNextEntry();
    if (first == null || !first.getName().equals("debian-binary")) {
      throw new ArchiveException("it is not a Debian package");
    }
    String version = new String(ar.readNBytes(16), StandardCharsets.ISO_8859_1);
    if (!version.startsWith("2.")) {
      throw new ArchiveException("it is a Debian package of another format than 2.0");
    }
    boolean control = false;
    for (ArArchiveEntry e = ar.getNextEntry(); e != null; e = ar.getNextEntry()) {
      String name = e.getName();
      if (!control && name.startsWith("control.tar")) {
        control = true;
        withTar(ar, e.getSize(), this::control);
      } else if (control && name.startsWith("data.tar")) {
        withTar(ar, e.getSize(), (tar, bounded) -> data(tar, bounded, files));
        return;
      } else if (!name.startsWith("_")) {
        throw new ArchiveException("its part `" + printable(name) + "` has no place there");
      }
    }
    throw new ArchiveException(control ? "it has no data.tar" : "it has no control.tar");
  }

  private static String printable(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7f) ? name : "?";
  }

  /** What to do with the archive in a member. */
  private interface Use {
    void accept(TarArchiveInputStream tar, UnpackedStream bounded) throws IOException;
  }

  /** A member becomes a file, for the tools that decompress several times faster than Java. */
  private void withTar(InputStream member, long size, Use use) throws IOException {
    Path file = scratch.resolve("member");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        if (member.transferTo(out) != size) {
          throw new ArchiveException("it is truncated");
        }
      }
      try (UnpackedStream bounded = UnpackedStream.of(tarballs.open(file), size)) {
        TarArchiveInputStream tar = new TarArchiveInputStream(bounded, "UTF-8");
        use.accept(tar, bounded);
        // A compressed stream's own check comes after the tar's last block.
        while (bounded.read(buffer) >= 0) {
          continue;
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void control(TarArchiveInputStream tar, UnpackedStream bounded) throws IOException {
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      bounded.data(Math.max(0, e.getSize()));
      String name = TreePath.of(e.getName()).substring(1);
      if (SCRIPTS.contains(name) && isPlain(e)) {
        byte[] text = tar.readNBytes((int) Math.min(e.getSize(), LONGEST_SCRIPT));
        scripts.put(name, new String(text, StandardCharsets.ISO_8859_1));
      } else if (name.equals("control") && isPlain(e)) {
        byte[] text = tar.readNBytes((int) Math.min(e.getSize(), LONGEST_SCRIPT));
        Map<String, String> found =
            new Stanzas(new ByteArrayInputStream(text), CONTROL_FIELDS).next();
        fields.putAll(found == null ? Map.of() : found);
      }
    }
  }

  private void data(TarArchiveInputStream tar, UnpackedStream bounded, OutputStream files)
      throws IOException {
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      bounded.data(isPlain(e) ? e.getSize() : 0);
      if (entries.size() >= MOST_ENTRIES) {
        throw new ArchiveException("it has more than " + MOST_ENTRIES + " files");
      }
      String path = TreePath.of(e.getName());
      DebEntry entry = entry(path, e, tar, files);
      place(entry);
      entries.add(entry);
    }
  }

  private static boolean isPlain(TarArchiveEntry e) {
    return e.isFile()
        && !e.isLink()
        && !e.isSymbolicLink()
        && !e.isCharacterDevice()
        && !e.isBlockDevice()
        && !e.isFIFO()
        && !e.isSparse()
        && e.getSize() >= 0;
  }

  private DebEntry entry(
      String path, TarArchiveEntry e, TarArchiveInputStream tar, OutputStream files)
      throws IOException {
    if (e.isDirectory()) {
      return simple(DebEntry.Kind.FOLDER, path, e, "");
    } else if (e.isSymbolicLink()) {
      return simple(DebEntry.Kind.LINK, path, e, TreePath.target(path, e.getLinkName()));
    } else if (e.isLink()) {
      String target = TreePath.of(e.getLinkName());
      if (seen.get(target) != DebEntry.Kind.FILE) {
        throw new ArchiveException(
            "`"
                + path
                + "` is another name of `"
                + target
                + "`, which is not a file of the package");
      }
      return simple(DebEntry.Kind.HARD_LINK, path, e, target);
    } else if (isPlain(e)) {
      return file(path, e, tar, files);
    }
    throw new ArchiveException(
        "`" + path + "` is a device or something else that no package needs");
  }

  private static DebEntry simple(DebEntry.Kind kind, String path, TarArchiveEntry e, String target)
      throws IOException {
    return new DebEntry(kind, path, mode(e), uid(e), gid(e), 0, 0, "", target);
  }

  private DebEntry file(
      String path, TarArchiveEntry e, TarArchiveInputStream tar, OutputStream files)
      throws IOException {
    long size = e.getSize();
    if (size > MOST_BYTES - written) {
      throw new ArchiveException("it has more than " + (MOST_BYTES >> 30) + " GiB of files");
    }
    Sha256 digest = new Sha256();
    for (long left = size; left > 0; ) {
      int count = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new ArchiveException("it is truncated in `" + path + "`");
      }
      digest.update(buffer, 0, count);
      files.write(buffer, 0, count);
      left -= count;
    }
    long offset = written;
    written += size;
    return new DebEntry(
        DebEntry.Kind.FILE, path, mode(e), uid(e), gid(e), size, offset, digest.hex(), "");
  }

  private static int mode(TarArchiveEntry e) {
    return e.getMode() & MODE;
  }

  private static int uid(TarArchiveEntry e) throws ArchiveException {
    return id(e.getLongUserId());
  }

  private static int gid(TarArchiveEntry e) throws ArchiveException {
    return id(e.getLongGroupId());
  }

  private static int id(long number) throws ArchiveException {
    if (number < 0 || number > 0xffff) {
      throw new ArchiveException("it has a file of user or group " + number);
    }
    return (int) number;
  }

  /** Each path once, and only folders above it. */
  private void place(DebEntry entry) throws ArchiveException {
    String path = entry.path();
    boolean folder = entry.kind() == DebEntry.Kind.FOLDER;
    DebEntry.Kind before = seen.put(path, entry.kind());
    if (before != null && !(folder && before == DebEntry.Kind.FOLDER)
        || !folder && folders.contains(path)) {
      throw new ArchiveException("it has `" + path + "` twice");
    }
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String parent = path.substring(0, slash);
      if (seen.getOrDefault(parent, DebEntry.Kind.FOLDER) != DebEntry.Kind.FOLDER) {
        throw new ArchiveException(
            "`" + parent + "` is not a folder, but has `" + path + "` in it");
      }
      if (!folders.add(parent)) {
        break;
      }
    }
  }
}
