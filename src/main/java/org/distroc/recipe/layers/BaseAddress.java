package org.distroc.recipe.layers;

import java.util.Optional;

/**
 * A base that is fetched, as a recipe names it.
 *
 * @param url of a git repository or, without a scheme, host and name in an OCI registry
 * @param pin the commit or the digest of the artifact, if the recipe has one
 * @param name the branch, tag or version, if the recipe has one instead
 * @param file the path of the recipe in what is fetched; empty for the one that an artifact names
 */
public record BaseAddress(
    Protocol protocol, String url, Optional<String> pin, Optional<String> name, String file) {
  private static final int SHORT = 12;

  /** How a base is fetched. */
  public enum Protocol {
    /** A commit of a git repository. */
    GIT("git"),
    /** An artifact of an OCI registry. */
    OCI("oci");

    private final String word;

    Protocol(String word) {
      this.word = word;
    }

    /** As recipes and lock files write it. */
    public String word() {
      return word;
    }
  }

  /** What a lock file calls it. */
  public String locked() {
    return protocol.word + ":" + url + "@" + pin.or(() -> name).orElse("");
  }

  /** What users see of it, with an abbreviated commit or digest. */
  public String shown(String known) {
    return protocol.word + ":" + url + "@" + known.substring(0, Math.min(SHORT, known.length()));
  }

  /** The pin in lock files. */
  public String pinned(String known) {
    return protocol.word + ":" + known;
  }
}
