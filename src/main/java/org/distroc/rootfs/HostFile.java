package org.distroc.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.distroc.host.BoundedFiles;

/**
 * A file of this machine.
 *
 * @param file absolute
 * @param size when it was listed, in bytes
 */
public record HostFile(Path file, long size) implements Content {
  /** Up to this size a digest takes no longer than asking for the times. */
  private static final long SMALL = 1 << 16;

  /** A file changed later than this before now may change again within one tick of its clock. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /**
   * A file as it is now; links are followed.
   *
   * @throws IOException if it cannot be read, or is no regular file
   */
  public static HostFile of(Path file) throws IOException {
    return new HostFile(file, BoundedFiles.check(file, BoundedFiles.LARGE));
  }

  /** The digest of a small file; of others the inode and the times, if they have settled. */
  @Override
  public String identity() throws IOException {
    if (size <= SMALL) {
      return BoundedFiles.digest(file);
    }
    Map<String, Object> facts =
        Files.readAttributes(file, "unix:size,ino,dev,lastModifiedTime,ctime");
    FileTime changed = (FileTime) facts.get("ctime");
    if (changed.toInstant().isAfter(Instant.now().minus(SETTLED))) {
      return BoundedFiles.digest(file);
    }
    return facts.get("size")
        + " "
        + facts.get("dev")
        + " "
        + facts.get("ino")
        + " "
        + facts.get("lastModifiedTime")
        + " "
        + changed;
  }

  @Override
  public InputStream open() throws IOException {
    return BoundedFiles.stream(file, BoundedFiles.LARGE);
  }
}
