package org.distroc.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Ways in which a file in a folder can be damaged. */
enum Damage {
  DELETED,
  EMPTIED,
  TRUNCATED,
  APPENDED_TO,
  ALTERED,
  /** In a byte, with the size and the time of modification that it had. */
  ALTERED_IN_SECRET,
  /** By another file of the folder, with its time. */
  REPLACED,
  EXCHANGED;

  /** Files of each kind are damaged as often as of another, however many there are. */
  private static final List<String> KINDS =
      List.of(
          ".*\\.o",
          ".*\\.a",
          ".*\\.cmd",
          "(.*/)?vmlinux.*|.*/bzImage",
          "include/generated/.*",
          "include/config/.*",
          "(scripts|tools)/.*",
          "(.*/)?\\.config",
          ".*");

  /**
   * Damages one file.
   *
   * @return what was done to which file
   */
  static String inflict(Path folder, Random random) throws IOException {
    List<Path> files = files(folder, KINDS.get(random.nextInt(KINDS.size())));
    if (files.isEmpty()) {
      files = files(folder, ".*");
    }
    Path file = files.get(random.nextInt(files.size()));
    Path other = files.get(random.nextInt(files.size()));
    Damage any = values()[random.nextInt(values().length)];
    // Nothing can be cut off an empty file.
    Damage damage = Files.size(file) == 0 && (any == TRUNCATED || any == EMPTIED) ? DELETED : any;
    damage.inflictOn(file, other, random);
    return folder.relativize(file) + " was " + damage;
  }

  private static List<Path> files(Path folder, String pattern) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> folder.relativize(file).toString().matches(pattern))
          .sorted()
          .toList();
    }
  }

  private void inflictOn(Path file, Path other, Random random) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    long at = (long) (random.nextDouble() * Files.size(file));
    switch (this) {
      case DELETED -> Files.delete(file);
      case EMPTIED -> Files.write(file, new byte[0]);
      case TRUNCATED -> truncate(file, at);
      case APPENDED_TO -> Files.writeString(file, "x", StandardOpenOption.APPEND);
      case ALTERED -> alter(file, at);
      case ALTERED_IN_SECRET -> {
        alter(file, at);
        Files.setLastModifiedTime(file, time);
      }
      case REPLACED -> {
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(other, copy);
        Files.setLastModifiedTime(copy, time);
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
      }
      case EXCHANGED -> {
        Path away = file.resolveSibling(file.getFileName() + ".away");
        Files.move(file, away);
        if (Files.exists(other)) {
          Files.move(other, file);
        }
        Files.move(away, other);
      }
      default -> throw new IllegalStateException(name());
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  private static void alter(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      if (channel.read(one, at) <= 0) {
        one.put(0, (byte) 0);
      }
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      channel.write(one, at);
    }
  }
}
