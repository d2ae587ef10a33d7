package org.distroc.kernel;

import java.nio.file.Path;
import java.util.Optional;

/** Where a recipe says that its kernel comes from. */
public sealed interface KernelSource {

  /**
   * A Debian package that holds a kernel tarball, such as {@code linux-source-6.1}.
   *
   * @param packageName the binary package's name
   * @param pin the one version that is meant; if absent, the one that is installed, or else the
   *     newest that apt knows
   */
  record Debian(String packageName, Optional<Pin> pin) implements KernelSource {
    /** The package in its current version. */
    public Debian(String packageName) {
      this(packageName, Optional.empty());
    }
  }

  /**
   * One version of a package.
   *
   * @param version as Debian writes it, such as {@code 6.1.170-1}
   * @param sha256 the digest of the tarball in it, 64 hexadecimal digits
   */
  record Pin(String version, String sha256) {}

  /**
   * A tarball somewhere on the network.
   *
   * @param url an http or https address
   * @param sha256 its digest, 64 hexadecimal digits
   */
  record TarballUrl(String url, String sha256) implements KernelSource {}

  /**
   * A tarball on this machine.
   *
   * @param file an absolute path, or one relative to the current folder
   * @param sha256 its digest, 64 hexadecimal digits
   */
  record TarballFile(Path file, String sha256) implements KernelSource {}

  /**
   * One commit of a git repository.
   *
   * @param url what {@code git fetch} accepts: https, http, ssh, git or file
   * @param commit the full object name, 40 or 64 hexadecimal digits
   */
  record Git(String url, String commit) implements KernelSource {}

  /**
   * A kernel tree that the user maintains; it is used unchanged and never written to.
   *
   * @param path an absolute path, or one relative to the current folder
   */
  record Folder(Path path) implements KernelSource {}
}
