package org.distroc.debian;

/**
 * A .deb, by digest: all that is needed to fetch it again.
 *
 * @param name of the package
 * @param version of the package
 * @param suite that had it
 * @param archive the address that {@code path} starts from, without a slash at its end
 * @param path of the .deb in the archive
 * @param size of the .deb in bytes
 * @param sha256 its digest
 */
public record PinnedDeb(
    String name,
    String version,
    String suite,
    String archive,
    String path,
    long size,
    String sha256) {

  /** Where it is fetched from. */
  public String url() {
    return archive + "/" + path;
  }

  /** As people write it: {@code libc6 2.36-9}. */
  public String shown() {
    return name + " " + version;
  }
}
