package org.distroc.share;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.distroc.host.BoundedFiles;

/**
 * The tar archive of a recipe's files: the same bytes for the same files, whatever their owners and
 * times are. It is not compressed, because each version of zlib does that differently.
 */
final class RecipeArchive {
  /** 1980-01-01, as in the archives of a build. */
  private static final long TIME = 315532800_000L;

  private RecipeArchive() {}

  /**
   * Packs files.
   *
   * @param files by their paths in the archive
   * @throws IOException if one cannot be read, or all are too large
   */
  static byte[] of(SortedMap<String, Path> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      long left = RecipeManifest.LARGEST;
      for (Map.Entry<String, Path> file : files.entrySet()) {
        left -= add(tar, file.getKey(), file.getValue(), left);
      }
    }
    return out.toByteArray();
  }

  private static long add(TarArchiveOutputStream tar, String name, Path file, long left)
      throws IOException {
    if (Files.isSymbolicLink(file)) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      link.setLinkName(Files.readSymbolicLink(file).toString());
      put(tar, link, 0777);
      tar.closeArchiveEntry();
      return 0;
    }
    long size = BoundedFiles.check(file, left);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    put(tar, entry, isProgram(file) ? 0755 : 0644);
    try (InputStream in = BoundedFiles.stream(file, size)) {
      in.transferTo(tar);
    }
    tar.closeArchiveEntry();
    return size;
  }

  /** By its mode, not by who packs it. */
  private static boolean isProgram(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setUserId(0L);
    entry.setGroupId(0L);
    entry.setUserName("");
    entry.setGroupName("");
    entry.setModTime(TIME);
    tar.putArchiveEntry(entry);
  }
}
