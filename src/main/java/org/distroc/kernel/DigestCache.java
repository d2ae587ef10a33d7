package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Sha256;

/**
 * SHA-256 digests of files. The digest of a large file is cached together with its size, inode and
 * times, so that a second run need not read 138 MB again.
 */
final class DigestCache {
  /** A file changed later than this before now may change again within one tick of its clock. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Path folder;
  private final Progress progress;

  /** Digests with notes in a folder, which need not exist. */
  DigestCache(Path folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** The digest of a file, which is read only if it changed since last time. */
  String of(Path file) throws IOException {
    Path real = file.toRealPath();
    String stamp = stamp(real);
    Path note = folder.resolve(Sha256.of(real.toString()).substring(0, 32));
    String known = remembered(note, stamp);
    if (!known.isEmpty()) {
      return known;
    }
    String digest = read(real);
    if (stamp.equals(stamp(real)) && settled(real)) {
      remember(note, stamp + " " + digest);
    }
    return digest;
  }

  private static String stamp(Path file) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(
            file, "unix:size,ino,dev,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return String.join(
        " ",
        facts.get("size").toString(),
        facts.get("dev").toString(),
        facts.get("ino").toString(),
        facts.get("lastModifiedTime").toString(),
        facts.get("ctime").toString());
  }

  private static boolean settled(Path file) throws IOException {
    FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
    return changed.toInstant().isBefore(Instant.now().minus(SETTLED));
  }

  private static String remembered(Path note, String stamp) throws IOException {
    String text = AtomicFiles.read(note).orElse("").strip();
    String digest = text.substring(text.lastIndexOf(' ') + 1);
    return text.equals(stamp + " " + digest) && digest.matches("[0-9a-f]{64}") ? digest : "";
  }

  private void remember(Path note, String text) throws IOException {
    AtomicFiles.write(note, text + "\n");
  }

  private String read(Path file) throws IOException {
    Sha256 digest = new Sha256();
    long total = BoundedFiles.check(file, BoundedFiles.LARGE);
    long done = 0;
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = BoundedFiles.stream(file, BoundedFiles.LARGE)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        done += count;
        progress.report("reading " + file.getFileName(), done, total);
      }
    }
    return digest.hex();
  }
}
