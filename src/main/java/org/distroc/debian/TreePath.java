package org.distroc.debian;

import java.nio.charset.StandardCharsets;
import org.distroc.kernel.ArchiveException;

/** The paths and links of a stranger's archive, as paths of a tree. */
final class TreePath {
  /** In bytes; Debian's have at most some 250. */
  private static final int LONGEST_PATH = 1024;

  /** In bytes, as all file systems have it. */
  private static final int LONGEST_NAME = 255;

  private TreePath() {}

  /**
   * The absolute path of a name; {@code /} for the top.
   *
   * @throws ArchiveException if it leads out, has unprintable characters, or is too long
   */
  static String of(String name) throws ArchiveException {
    check(name);
    StringBuilder path = new StringBuilder(name.length() + 1);
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new ArchiveException("`" + start(name) + "` leads out of the root");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new ArchiveException("a name in `" + start(name) + "` has more than 255 bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path.append('/').append(part);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /**
   * Checks what a symbolic link holds. An absolute one starts at the root of the tree, and stays in
   * it.
   *
   * @param path of the link
   * @throws ArchiveException if it climbs above the root
   */
  static String target(String path, String target) throws ArchiveException {
    check(target);
    int depth = target.startsWith("/") ? 0 : path.split("/").length - 2;
    for (String part : target.split("/")) {
      depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw new ArchiveException(
            "the link `" + path + "` leads out of the root, to `" + start(target) + "`");
      }
    }
    if (target.isEmpty()) {
      throw new ArchiveException("the link `" + path + "` leads nowhere");
    }
    return target;
  }

  private static void check(String name) throws ArchiveException {
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new ArchiveException("the path `" + start(name) + "…` has more than 1024 bytes");
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0xfffd)) {
      throw new ArchiveException(
          "the name `" + start(name) + "` has a control character or is not UTF-8");
    }
  }

  /** The start of a name that may be anything, for a message. */
  private static String start(String name) {
    String printable =
        name.codePoints()
            .limit(60)
            .map(c -> c < ' ' || c == 0x7f ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return printable;
  }
}
