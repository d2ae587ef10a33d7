package org.distroc.kernel;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.distroc.host.BoundedFiles;
import org.distroc.host.LocalFile;
import org.distroc.host.Sha256;

/**
 * Extracts the kernel's tarball from a Debian package: an ar archive with a {@code data.tar.*} that
 * contains it under {@code usr/src}. Nothing else of the package is unpacked or run.
 */
final class DebFile {
  private static final Pattern TARBALL =
      Pattern.compile("(?:\\./)?usr/src/(?:[^/]+/)?[^/]+\\.tar\\.(?:xz|gz|bz2|zst)");
  private static final long LARGEST = 2L << 30;

  private DebFile() {}

  /**
   * Copies the tarball into a file.
   *
   * @param into a file that exists
   * @return its SHA-256 digest; empty when the package contains no tarball
   * @throws FileSystemException when the file cannot be written
   * @throws IOException when the package is damaged or of a kind that is not read
   */
  static Optional<String> extract(Path deb, Path into, Progress progress) throws IOException {
    try (InputStream file =
            new BufferedInputStream(BoundedFiles.stream(deb, BoundedFiles.LARGE), 1 << 16);
        ArArchiveInputStream ar = new ArArchiveInputStream(file)) {
      for (ArArchiveEntry e = ar.getNextEntry(); e != null; e = ar.getNextEntry()) {
        if (e.getName().startsWith("data.tar")) {
          InputStream tar =
              Tarball.open(ar)
                  .orElseThrow(() -> new ArchiveException("it is compressed with Zstandard"));
          return extract(UnpackedStream.of(tar, Files.size(deb)), into, progress);
        }
      }
      throw new ArchiveException("it has no data.tar");
    }
  }

  private static Optional<String> extract(UnpackedStream data, Path into, Progress progress)
      throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(data);
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      data.data(Math.max(0, e.getSize()));
      // A link of that name, as Ubuntu has, leads to the file itself.
      boolean plain = e.isFile() && !e.isLink() && !e.isSymbolicLink() && !e.isSparse();
      if (plain && TARBALL.matcher(e.getName()).matches()) {
        if (e.getSize() > LARGEST) {
          throw new ArchiveException("its tarball is larger than " + (LARGEST >> 20) + " MiB");
        }
        return Optional.of(copy(tar, e.getSize(), into, progress));
      }
    }
    return Optional.empty();
  }

  private static String copy(InputStream in, long size, Path into, Progress progress)
      throws IOException {
    Sha256 digest = new Sha256();
    byte[] buffer = new byte[1 << 16];
    long done = 0;
    try (OutputStream out = new LocalFile(into, Files.newOutputStream(into))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
        done += count;
        progress.report("extracting the tarball from the package", done, size);
      }
    }
    if (done != size) {
      throw new ArchiveException("its tarball is truncated");
    }
    return digest.hex();
  }
}
