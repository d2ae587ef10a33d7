package org.distroc.rootfs;

/** What lies at a path of the tree. */
public sealed interface Node {
  /** A regular file. */
  record File(Content content) implements Node {}

  /** A folder. */
  record Folder() implements Node {}

  /**
   * A symbolic link.
   *
   * @param target as the link holds it, absolute or relative
   */
  record Link(String target) implements Node {}

  /**
   * Another name of a file.
   *
   * @param path of that file in the tree, absolute
   */
  record HardLink(String path) implements Node {}

  /**
   * A device file.
   *
   * @param block whether it is a block device; else it is a character device
   */
  record Device(boolean block, int major, int minor) implements Node {}

  /** A named pipe. */
  record Pipe() implements Node {}
}
