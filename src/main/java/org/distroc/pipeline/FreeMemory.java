package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.host.BoundedFiles;

/**
 * The memory that is still available: that of the machine, or less if a control group has a limit,
 * as in a container.
 */
final class FreeMemory {
  private static final long UNKNOWN = Long.MAX_VALUE;

  /** The interfaces of both versions of control groups, for each the files of a group. */
  private enum Version {
    ONE("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    TWO("memory.max", "memory.current", "inactive_file");

    private final String limit;
    private final String usage;
    private final String cache;

    Version(String limit, String usage, String cache) {
      this.limit = limit;
      this.usage = usage;
      this.cache = cache;
    }
  }

  private final Path root;

  /** With the folder that /proc and /sys are in. */
  FreeMemory(Path root) {
    this.root = root;
  }

  /** In bytes; {@link Long#MAX_VALUE} if unknown. */
  long bytes() {
    long least = onTheMachine();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] words = line.split(":", 3);
      if (words.length == 3 && words[0].equals("0") && words[1].isEmpty()) {
        least = Math.min(least, inGroups(Version.TWO, "sys/fs/cgroup", words[2]));
      } else if (words.length == 3 && List.of(words[1].split(",")).contains("memory")) {
        least = Math.min(least, inGroups(Version.ONE, "sys/fs/cgroup/memory", words[2]));
      }
    }
    return least;
  }

  private long onTheMachine() {
    long kilobytes = value(lines(root.resolve("proc/meminfo")), "MemAvailable:");
    return kilobytes == UNKNOWN ? UNKNOWN : kilobytes << 10;
  }

  /** The least free memory of a group and its ancestors. */
  private long inGroups(Version version, String mount, String path) {
    Path top = root.resolve(mount);
    Path group = top.resolve("./" + path).normalize();
    // A container may see its own group as the top, although the path is that of the host.
    if (!group.startsWith(top) || !Files.isDirectory(group)) {
      group = top;
    }
    long least = UNKNOWN;
    for (; group.startsWith(top); group = group.getParent()) {
      least = Math.min(least, inGroup(version, group));
    }
    return least;
  }

  private static long inGroup(Version version, Path group) {
    long limit = number(lines(group.resolve(version.limit)).stream().findFirst().orElse(""));
    long usage = number(lines(group.resolve(version.usage)).stream().findFirst().orElse(""));
    if (limit == UNKNOWN || usage == UNKNOWN) {
      return UNKNOWN;
    }
    // The kernel can reclaim page cache that was not used recently.
    long cache = value(lines(group.resolve("memory.stat")), version.cache);
    return Math.max(0, limit - usage + (cache == UNKNOWN ? 0 : Math.min(cache, usage)));
  }

  private static long value(List<String> lines, String name) {
    return lines.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals(name))
        .mapToLong(words -> number(words[1]))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The word {@code max}, like anything else that is not a number, means no limit. */
  private static long number(String word) {
    try {
      return Long.parseLong(word.strip());
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return BoundedFiles.lines(file, BoundedFiles.NOTE);
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
