package org.distroc.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.distroc.host.Sha256;

/** Creates small archives, valid and damaged ones. */
final class Archives {
  static final Date DATE = new Date(1_600_000_000_000L);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  Archives() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** The least that passes for a kernel, below one top folder. */
  static Archives kernel() {
    return new Archives()
        .folder("linux-9.8/")
        .file(
            "linux-9.8/Makefile",
            "VERSION = 9\nPATCHLEVEL = 8\nSUBLEVEL = 7\nEXTRAVERSION = -rc6\n")
        .file("linux-9.8/Kconfig", "")
        .file("linux-9.8/Kbuild", "")
        .folder("linux-9.8/arch/")
        .file("linux-9.8/arch/Kconfig", "");
  }

  Archives folder(String name) {
    return add(new TarArchiveEntry(name, TarConstants.LF_DIR, true), 0755, "");
  }

  Archives file(String name, String text) {
    return add(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), 0644, text);
  }

  Archives program(String name) {
    return add(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), 0755, "#!/bin/sh\n");
  }

  Archives link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    return add(entry, 0777, "");
  }

  Archives special(String name, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName("linux-9.8/Makefile");
    return add(entry, 0644, "");
  }

  private Archives add(TarArchiveEntry entry, int mode, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    entry.setMode(mode);
    entry.setModTime(DATE);
    entry.setSize(content.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] plain() {
    try {
      tar.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Compressed as commons-compress calls it: xz, gz, bzip2. */
  byte[] compressed(String how) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream in = new CompressorStreamFactory().createCompressorOutputStream(how, out)) {
      in.write(plain());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  /** A Debian package with this archive as its data.tar of that compression. */
  byte[] deb(String how) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
      member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8));
      member(ar, "control.tar.xz", new Archives().file("./control", "").compressed("xz"));
      member(ar, "data.tar." + how, compressed(how));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] content)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  /** Adds a file with these bytes. */
  Archives bytes(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(content.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  static String sha256(byte[] content) {
    return Sha256.of(content);
  }

  static Path write(Path file, byte[] content) throws IOException {
    return Files.write(file, content);
  }
}
