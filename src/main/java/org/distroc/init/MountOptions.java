package org.distroc.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mount options, split into the flags of the system call and the text for the file system. */
record MountOptions(long flags, String data) {
  private static final Map<String, Long> FLAGS =
      Map.ofEntries(
          Map.entry("ro", 1L),
          Map.entry("nosuid", 2L),
          Map.entry("nodev", 4L),
          Map.entry("noexec", 8L),
          Map.entry("sync", 16L),
          Map.entry("remount", 32L),
          Map.entry("noatime", 1024L),
          Map.entry("nodiratime", 2048L),
          Map.entry("bind", 4096L),
          Map.entry("relatime", 1L << 21),
          Map.entry("strictatime", 1L << 24),
          Map.entry("lazytime", 1L << 25),
          Map.entry("rw", 0L),
          Map.entry("defaults", 0L));

  static MountOptions of(List<String> options) {
    long flags = 0;
    List<String> data = new ArrayList<>();
    for (String option : options) {
      if (FLAGS.containsKey(option)) {
        flags |= FLAGS.get(option);
      } else {
        data.add(option);
      }
    }
    return new MountOptions(flags, String.join(",", data));
  }
}
