package org.distroc.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the file system knows about a folder and all in it, without reading a file.
 *
 * @param bytes that the files have
 * @param newest when the last change of a file or folder was, by the time that nobody can set
 * @param digest over name, size, time of modification and time of change of each file and folder
 */
record Survey(long bytes, Instant newest, String digest) {

  /** The facts about one file. */
  private record Facts(long size, FileTime modified, FileTime changed) {
    byte[] bytes() {
      ByteBuffer all = ByteBuffer.allocate(2 * (Long.BYTES + Integer.BYTES) + Long.BYTES);
      all.putLong(size);
      for (Instant time : new Instant[] {modified.toInstant(), changed.toInstant()}) {
        all.putLong(time.getEpochSecond()).putInt(time.getNano());
      }
      return all.array();
    }
  }

  /** Looks at a folder; links are not followed. */
  static Survey of(Path folder) throws IOException {
    Map<Path, Facts> all = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes facts)
              throws IOException {
            return visitFile(one, facts);
          }

          @Override
          public FileVisitResult visitFile(Path one, BasicFileAttributes facts)
              throws IOException {
            Object changed =
                Files.getAttribute(one, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            all.put(one, new Facts(facts.size(), facts.lastModifiedTime(), (FileTime) changed));
            return FileVisitResult.CONTINUE;
          }
        });
    return of(all);
  }

  private static Survey of(Map<Path, Facts> all) {
    long bytes = 0;
    FileTime newest = FileTime.fromMillis(Long.MIN_VALUE);
    Digest digest = new Digest();
    for (Map.Entry<Path, Facts> one : all.entrySet()) {
      Facts facts = one.getValue();
      bytes += facts.size();
      newest = facts.changed().compareTo(newest) > 0 ? facts.changed() : newest;
      digest.add(one.getKey().toString().getBytes(StandardCharsets.UTF_8)).add(facts.bytes());
    }
    return new Survey(bytes, newest.toInstant(), digest.hex());
  }
}
