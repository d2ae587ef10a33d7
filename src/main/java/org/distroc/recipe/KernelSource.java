package org.distroc.recipe;

import java.nio.file.Path;

/** Where the kernel's source comes from. */
public sealed interface KernelSource {
  /** The source in a Debian package, such as {@code linux-source-6.1}. */
  record Debian(String packageName) implements KernelSource {}

  /**
   * A tar archive to download.
   *
   * @param url {@code https://} or {@code http://}, without spaces or quotes
   * @param sha256 64 hexadecimal digits in lower case
   */
  record TarballUrl(String url, String sha256) implements KernelSource {}

  /**
   * A tar archive on this computer.
   *
   * @param file absolute; it existed when the recipe was read
   * @param sha256 64 hexadecimal digits in lower case
   */
  record TarballFile(Path file, String sha256) implements KernelSource {}

  /**
   * A commit of a git repository.
   *
   * @param url with a scheme, without spaces or quotes; never starts with a dash
   * @param commit 40 hexadecimal digits in lower case
   */
  record Git(String url, String commit) implements KernelSource {}

  /**
   * An unpacked kernel source.
   *
   * @param path absolute; it was a folder when the recipe was read
   */
  record Folder(Path path) implements KernelSource {}
}
