package org.distroc.rootfs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The rules for a path in a tree. */
public final class TreePath {
  /** The longest name of a file in Linux, in bytes. */
  private static final int NAME = 255;

  /** The longest path that the kernel unpacks, in bytes: PATH_MAX without the byte at its end. */
  private static final int PATH = 4095;

  private TreePath() {}

  /** What is wrong with an absolute path; empty if nothing is. */
  public static Optional<String> flaw(String path) {
    if (!path.startsWith("/")) {
      return Optional.of("a path in the root file system begins with `/`");
    }
    if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Optional.of("a path cannot have line breaks or other control characters");
    }
    if (path.indexOf('\uFFFD') >= 0) {
      return Optional.of("its name is not valid UTF-8");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > PATH) {
      return Optional.of("the kernel skips paths longer than " + PATH + " bytes");
    }
    for (String name : path.substring(1).split("/", -1)) {
      if (name.equals("..") || name.equals(".")) {
        return Optional.of("a path cannot have `.` or `..` in it");
      }
      if (name.isEmpty() && path.length() > 1) {
        return Optional.of("a path cannot have an empty part, such as `//`");
      }
      if (name.getBytes(StandardCharsets.UTF_8).length > NAME) {
        return Optional.of("a name in Linux has at most " + NAME + " bytes");
      }
    }
    return Optional.empty();
  }

  /** The folder of a path: {@code /etc} for {@code /etc/passwd}, {@code /} for {@code /etc}. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** The path of a name in a folder. */
  public static String below(String folder, String name) {
    return folder.equals("/") ? "/" + name : folder + "/" + name;
  }
}
