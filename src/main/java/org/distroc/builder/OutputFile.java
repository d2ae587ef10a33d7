package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.distroc.host.BoundedFiles;

/**
 * The state of a file after a build. Size and times show whether it is unchanged; if they are
 * inconclusive, its digest does: it may have been touched, or changed in the same clock tick in
 * which it was recorded.
 *
 * @param name its path in the build folder
 * @param size in bytes
 * @param stamp mtime and ctime in nanoseconds, and the inode
 * @param settled whether any later change shows in the stamp
 * @param digest of the content
 */
record OutputFile(String name, long size, String stamp, boolean settled, String digest) {

  /**
   * Records a file; empty if it is not a regular file.
   *
   * @param clock a recent time by the file system's clock
   * @param before the earlier record of the file, whose digest may still be valid
   */
  static Optional<OutputFile> of(
      Path folder, String name, Instant clock, Optional<OutputFile> before) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Map<String, Object> facts = facts(file);
    long size = (Long) facts.get("size");
    String stamp = stamp(facts);
    boolean settled = ((FileTime) facts.get("ctime")).toInstant().isBefore(clock);
    boolean same =
        before.filter(b -> b.settled && b.size == size && b.stamp.equals(stamp)).isPresent();
    String digest = same ? before.get().digest : BoundedFiles.digest(file);
    return Optional.of(new OutputFile(name, size, stamp, settled, digest));
  }

  /** Whether the file still has the content that was recorded. */
  boolean isUnchanged(Path folder) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Map<String, Object> facts = facts(file);
    if ((Long) facts.get("size") != size) {
      return false;
    }
    return settled && stamp(facts).equals(stamp) || BoundedFiles.digest(file).equals(digest);
  }

  private static Map<String, Object> facts(Path file) throws IOException {
    return Files.readAttributes(
        file, "unix:size,ino,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
  }

  private static String stamp(Map<String, Object> facts) {
    return facts.get("lastModifiedTime") + " " + facts.get("ctime") + " " + facts.get("ino");
  }
}
