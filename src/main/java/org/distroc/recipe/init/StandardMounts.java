package org.distroc.recipe.init;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.init.Step;

/** The file systems of {@code mounts: standard}, and the options that each type should have. */
final class StandardMounts {
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("/proc", "proc");
    TYPES.put("/sys", "sysfs");
    TYPES.put("/dev", "devtmpfs");
    TYPES.put("/dev/pts", "devpts");
    TYPES.put("/tmp", "tmpfs");
    TYPES.put("/run", "tmpfs");
  }

  private StandardMounts() {}

  /** All of them, in their order. */
  static List<Step.Action.Mount> all() {
    return TYPES.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }

  /** A file system of this type, with the options that it should have. */
  static Step.Action.Mount of(String at, String type) {
    if (at.equals("/run") && type.equals("tmpfs")) {
      return new Step.Action.Mount(at, type, type, List.of("nosuid", "nodev", "mode=755"));
    }
    return new Step.Action.Mount(at, type, type, options(type));
  }

  /** The options that a type should have. */
  static List<String> options(String type) {
    return switch (type) {
      case "proc", "sysfs" -> List.of("nosuid", "nodev", "noexec");
      case "devtmpfs" -> List.of("nosuid", "noexec", "mode=755");
      case "devpts" -> List.of("nosuid", "noexec", "gid=5", "mode=620", "ptmxmode=666");
      case "tmpfs" -> List.of("nosuid", "nodev", "mode=1777");
      default -> List.of();
    };
  }
}
