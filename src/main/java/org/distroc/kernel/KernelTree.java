package org.distroc.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;

/**
 * A kernel source tree on disk, checked to be one. It is read and built from, never written to.
 *
 * @param root the folder with the kernel's top Makefile, an absolute path without links
 * @param release which kernel it is
 * @param identity a name for its content: {@code sha256:…} of the tarball, {@code git:…} of the
 *     commit, or {@code folder:…} with a path
 * @param pinned whether the identity settles the content; a folder's content may change under its
 *     name
 * @param origin where it came from, for people, such as {@code Debian package linux-source-6.1}
 */
public record KernelTree(
    Path root, KernelRelease release, String identity, boolean pinned, String origin) {
  /** Larger than any kernel file that is read. */
  private static final long LARGEST = 16L << 20;

  private static final List<String> LANDMARKS = List.of("Makefile", "Kconfig", "Kbuild", "arch");

  /** Why the folder is not a kernel tree; empty if it is one. */
  static Optional<String> flaw(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of(Files.exists(folder) ? "it is not a folder" : "there is no such folder");
    }
    for (String landmark : LANDMARKS) {
      if (!Files.exists(folder.resolve(landmark))) {
        return Optional.of("it has no `" + landmark + "`");
      }
    }
    try {
      return releaseOf(folder).isPresent()
          ? Optional.empty()
          : Optional.of("its Makefile does not set VERSION and PATCHLEVEL");
    } catch (UncheckedIOException e) {
      return Optional.of("its Makefile cannot be read: " + IoErrors.reason(e));
    }
  }

  /** The tree in a folder that has no {@link #flaw}. */
  static KernelTree of(Path folder, String identity, boolean pinned, String origin)
      throws IOException {
    Path root = folder.toRealPath();
    return new KernelTree(root, releaseOf(root).orElseThrow(), identity, pinned, origin);
  }

  private static Optional<KernelRelease> releaseOf(Path folder) {
    return KernelRelease.parse(readInside(folder, "Makefile"));
  }

  /** Whether there is such a file or folder, by its path from the root with {@code /}. */
  public boolean has(String path) {
    return Files.exists(root.resolve(path));
  }

  /**
   * The text of a file, by its path from the root with {@code /}. Bytes that are not UTF-8 become
   * replacement characters.
   *
   * @throws Failure D2140 when there is no such file, it cannot be read, it is larger than 16 MiB,
   *     or a link leads out of the tree
   */
  public String read(String path) {
    try {
      return readInside(root, path);
    } catch (UncheckedIOException e) {
      throw unreadable(path, e.getCause());
    }
  }

  /** D2140: a file of the tree cannot be read. */
  static Failure unreadable(String path, IOException e) {
    return new Failure(
        Diagnostic.error(Code.D2140, "cannot read `" + path + "` of the kernel source")
            .why(IoErrors.reason(e))
            .help("unpack the kernel again, into a new folder"),
        e);
  }

  private static String readInside(Path folder, String path) {
    try {
      Path real = folder.resolve(path).toRealPath();
      // A tree's own root is a real path, which costs nothing to compare with.
      if (!real.startsWith(folder) && !real.startsWith(folder.toRealPath())) {
        throw new IOException(path + " leads out of the kernel tree");
      }
      return new String(BoundedFiles.bytes(real, LARGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
