package org.distroc.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;

/**
 * Sizes and times of all files of an unpacked source, recorded when it was unpacked. Programs
 * cannot set the ctime of a file, so an edit shows even if it keeps the size and the mtime.
 * Python's compiled files are left out: gdb and the kernel's own scripts write them.
 */
final class SourceListing {
  private static final String COMPILED = "__pycache__";

  /**
   * Files from which init and its archive are made, without the kernel's make. They come first in
   * the listing: it has 80,000 lines, and each build of init looks at these.
   */
  private static final List<String> OF_PROJECT =
      List.of("usr/gen_init_cpio.c", "tools/include/nolibc/nolibc.h");

  /** What is recorded of a file; the ctime comes last. */
  private record Stamp(long size, long modified, long changed) {
    static Stamp of(Path file) throws IOException {
      Map<String, Object> facts =
          Files.readAttributes(file, "unix:size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
      return new Stamp(
          (Long) facts.get("size"),
          ((FileTime) facts.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
          ((FileTime) facts.get("ctime")).to(TimeUnit.NANOSECONDS));
    }

    static Stamp parse(String[] words) {
      return new Stamp(
          Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    boolean isTouched(Stamp now) {
      return size == now.size && modified == now.modified && changed != now.changed;
    }
  }

  private SourceListing() {}

  /** Records a tree. */
  static void write(Path tree, Path listing) throws IOException {
    Map<String, Stamp> stamps = read(tree);
    StringBuilder text = new StringBuilder();
    for (String name : OF_PROJECT) {
      Stamp stamp = stamps.remove(name);
      if (stamp != null) {
        append(text, name, stamp);
      }
    }
    stamps.forEach((name, stamp) -> append(text, name, stamp));
    AtomicFiles.write(listing, text.toString());
  }

  private static void append(StringBuilder text, String name, Stamp stamp) {
    text.append(stamp.size).append(' ').append(stamp.modified).append(' ');
    text.append(stamp.changed).append(' ').append(name).append('\n');
  }

  private static Map<String, Stamp> read(Path tree) throws IOException {
    Map<String, Stamp> stamps = new HashMap<>();
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
            return folder.endsWith(COMPILED)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            stamps.put(name(tree, file), Stamp.of(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return stamps;
  }

  private static String name(Path tree, Path file) {
    return tree.relativize(file).toString().replace('\n', '?');
  }

  /**
   * Names of files that were changed, added or removed since, sorted. If most files have another
   * ctime and nothing else, the whole tree was copied or restored.
   */
  static List<String> changed(Path tree, Path listing) throws IOException {
    Map<String, Stamp> now = read(tree);
    List<String> changed = new ArrayList<>();
    List<String> touched = new ArrayList<>();
    int count = 0;
    for (String line : BoundedFiles.text(listing, BoundedFiles.TABLE).split("\n")) {
      String[] words = line.split(" ", 4);
      Stamp before = Stamp.parse(words);
      Stamp there = now.remove(words[3]);
      count++;
      if (there != null && before.isTouched(there)) {
        touched.add(words[3]);
      } else if (!before.equals(there)) {
        changed.add(words[3]);
      }
    }
    changed.addAll(now.keySet());
    if (touched.size() * 2 < count) {
      changed.addAll(touched);
    }
    return changed.stream().sorted().toList();
  }

  /** Names of changed files among those that are compiled without the kernel's make. */
  static List<String> changedOfProject(Path tree, Path listing) throws IOException {
    List<String> changed = new ArrayList<>();
    List<String> wanted = new ArrayList<>(OF_PROJECT);
    // A reader of its own, because a listing by an older distroc has them anywhere.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                BoundedFiles.stream(listing, BoundedFiles.TABLE), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !wanted.isEmpty()) {
        String[] words = line.split(" ", 4);
        if (wanted.remove(words[3]) && isChanged(Stamp.parse(words), tree.resolve(words[3]))) {
          changed.add(words[3]);
        }
        line = lines.readLine();
      }
    }
    return changed;
  }

  private static boolean isChanged(Stamp before, Path file) throws IOException {
    try {
      Stamp now = Stamp.of(file);
      return !before.equals(now) && !before.isTouched(now);
    } catch (NoSuchFileException e) {
      return true;
    }
  }
}
