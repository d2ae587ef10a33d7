package org.distroc.debian;

import java.util.List;
import org.distroc.host.Sha256;

/**
 * Where packages come from: suites of one architecture, all of them signed by keys of one keyring.
 *
 * @param archives in the order in which they are asked; of two equal versions the first one wins
 * @param architecture by Debian's name
 * @param keyring the file with the keys that signatures are checked with, absolute
 */
public record Suites(List<Archive> archives, String architecture, String keyring) {
  /** Debian's keys, which every Debian has, and package debian-archive-keyring elsewhere. */
  public static final String DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  /**
   * One suite.
   *
   * @param url of the archive, without a slash at its end
   * @param suite such as {@code bookworm}
   * @param components such as {@code main}
   */
  public record Archive(String url, String suite, List<String> components) {
    /** Copies the list. */
    public Archive {
      components = List.copyOf(components);
    }
  }

  /** Copies the list. */
  public Suites {
    archives = List.copyOf(archives);
  }

  /**
   * A release of Debian with its updates, and its fixes of security holes where the archive has a
   * neighbour for them, as deb.debian.org does.
   *
   * @param url of the archive
   * @param release such as {@code bookworm}
   */
  public static Suites of(
      String url, String release, List<String> components, String architecture, String keyring) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    Archive main = new Archive(base, release, components);
    return base.endsWith("/debian")
        ? new Suites(
            List.of(
                main,
                new Archive(base, release + "-updates", components),
                new Archive(base + "-security", release + "-security", components)),
            architecture,
            keyring)
        : new Suites(List.of(main), architecture, keyring);
  }

  /** The lines of a sources.list. */
  String sourcesList() {
    StringBuilder text = new StringBuilder();
    for (Archive one : archives) {
      text.append("deb [arch=" + architecture + " signed-by=" + keyring + "] ")
          .append(one.url() + " " + one.suite() + " " + String.join(" ", one.components()) + "\n");
    }
    return text.toString();
  }

  /** A name for them in the cache. */
  String key() {
    return Sha256.of(sourcesList()).substring(0, 32);
  }

  /** As a message names them: {@code bookworm (arm64)}. */
  public String shown() {
    return archives.get(0).suite() + " (" + architecture + ")";
  }
}
