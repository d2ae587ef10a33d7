package org.distroc.debian;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.kernel.Progress;

/** Makes .debs for tests, good ones and others. */
final class Debs {
  private final ByteArrayOutputStream dataBytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream data = tar(dataBytes);
  private final ByteArrayOutputStream controlBytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream control = tar(controlBytes);
  private final String name;
  private final String version;
  private boolean packed;

  Debs(String name, String version, String... fields) {
    this.name = name;
    this.version = version;
    String text = "Package: " + name + "\nVersion: " + version + "\n";
    put(control, "./control", text + String.join("\n", fields) + "\n", e -> {});
  }

  private static TarArchiveOutputStream tar(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    return tar;
  }

  private static void put(
      TarArchiveOutputStream tar, String path, byte[] bytes, Consumer<TarArchiveEntry> change) {
    try {
      TarArchiveEntry e = new TarArchiveEntry(path, true);
      e.setMode(0644);
      e.setSize(bytes.length);
      change.accept(e);
      tar.putArchiveEntry(e);
      tar.write(bytes);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(
      TarArchiveOutputStream tar, String path, String text, Consumer<TarArchiveEntry> change) {
    put(tar, path, text.getBytes(StandardCharsets.UTF_8), change);
  }

  Debs script(String script, String text) {
    put(control, "./" + script, text, e -> e.setMode(0755));
    return this;
  }

  Debs file(String path, String text) {
    put(data, path, text, e -> {});
    return this;
  }

  Debs file(String path, byte[] bytes, int mode, int uid, int gid) {
    put(
        data,
        path,
        bytes,
        e -> {
          e.setMode(mode);
          e.setIds(uid, gid);
        });
    return this;
  }

  Debs folder(String path) {
    return special(path + "/", TarConstants.LF_DIR, "");
  }

  Debs link(String path, String target) {
    return special(path, TarConstants.LF_SYMLINK, target);
  }

  Debs special(String path, byte type, String target) {
    try {
      TarArchiveEntry e = new TarArchiveEntry(path, type, true);
      e.setLinkName(target);
      e.setMode(0755);
      data.putArchiveEntry(e);
      data.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compresses the data, as almost all packages do. */
  Debs xz() {
    packed = true;
    return this;
  }

  /** The whole .deb. */
  byte[] bytes() throws IOException {
    data.close();
    control.close();
    if (!packed) {
      return deb("data.tar", dataBytes.toByteArray());
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (XZCompressorOutputStream xz = new XZCompressorOutputStream(compressed)) {
      xz.write(dataBytes.toByteArray());
    }
    return deb("data.tar.xz", compressed.toByteArray());
  }

  private byte[] deb(String member, byte[] content) throws IOException {
    return ar(
        "debian-binary",
        "2.0\n".getBytes(StandardCharsets.US_ASCII),
        "control.tar",
        controlBytes.toByteArray(),
        member,
        content);
  }

  /** An ar archive of names and contents in turn. */
  static byte[] ar(Object... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(bytes)) {
      for (int i = 0; i < members.length; i += 2) {
        byte[] content = (byte[]) members[i + 1];
        ar.putArchiveEntry(new ArArchiveEntry((String) members[i], content.length));
        ar.write(content);
        ar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** The package in a cache below a folder. */
  StoredPackage stored(Path folder) throws IOException {
    byte[] bytes = bytes();
    Path file = folder.resolve(name + ".deb");
    Files.write(file, bytes);
    return store(folder).add(pin(bytes), file);
  }

  PinnedDeb pin(byte[] bytes) {
    return new PinnedDeb(
        name,
        version,
        "stable",
        "http://archive.example/debian",
        "pool/" + name + ".deb",
        bytes.length,
        Sha256.of(bytes));
  }

  static DebStore store(Path folder) {
    return new DebStore(
        new Host(
            Map.of("PATH", "/usr/bin:/bin", "DISTROC_CACHE", folder.resolve("cache").toString()),
            folder),
        Progress.NONE);
  }
}
