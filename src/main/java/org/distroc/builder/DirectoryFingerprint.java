package org.distroc.builder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What the file system knows about a folder and all in it, without reading a file. It takes some 40
 * ms for the objects of a small kernel, so nothing is sorted or digested on the way.
 *
 * @param bytes that the files have
 * @param newest when the last change of a file or folder was, by the time that nobody can set
 * @param sum over name, size, time of modification and time of change of each file and folder, in
 *     whatever order; two folders that differ by chance have different ones
 */
record DirectoryFingerprint(long bytes, Instant newest, long sum) {

  /** Looks at a folder; links are not followed. */
  static DirectoryFingerprint of(Path folder) throws IOException {
    Visitor visitor = new Visitor();
    Files.walkFileTree(folder, visitor);
    return new DirectoryFingerprint(visitor.bytes, visitor.newest.toInstant(), visitor.sum);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private long bytes;
    private FileTime newest = FileTime.fromMillis(Long.MIN_VALUE);
    private long sum;

    @Override
    public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes facts)
        throws IOException {
      return visitFile(one, facts);
    }

    @Override
    public FileVisitResult visitFile(Path one, BasicFileAttributes facts) throws IOException {
      FileTime changed =
          (FileTime) Files.getAttribute(one, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      newest = changed.compareTo(newest) > 0 ? changed : newest;
      bytes += facts.size();
      long mixed = mix(one.hashCode());
      mixed = mix(mixed ^ facts.size());
      mixed = mix(mixed ^ facts.lastModifiedTime().to(TimeUnit.NANOSECONDS));
      sum += mix(mixed ^ changed.to(TimeUnit.NANOSECONDS));
      return FileVisitResult.CONTINUE;
    }

    /** Spreads each bit over all of them: the last step of SplitMix64. */
    private static long mix(long x) {
      long y = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
      long z = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }
}
