package org.distroc.share;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Where a recipe is in a registry, as a command line names it: {@code HOST/NAME}, {@code
 * HOST/NAME:VERSION} or {@code HOST/NAME@sha256:DIGEST}.
 *
 * @param repository host, perhaps a port, and name
 * @param version if it is named
 * @param digest if it is named, 64 hexadecimal digits
 */
public record ArtifactAddress(
    String repository, Optional<String> version, Optional<String> digest) {
  private static final int LONGEST = 500;
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[a-z0-9][a-z0-9._-]*)+)"
              + "(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@sha256:([0-9a-f]{64}))?");

  /**
   * Reads an address.
   *
   * @throws Failure D8001 if it has another form
   */
  public static ArtifactAddress of(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + text + "` is not the address of a recipe")
              .why("it is HOST/NAME:VERSION or HOST/NAME@sha256:DIGEST, the name in lower case")
              .help("for example registry.example.org/recipes/web:1.0.0"));
    }
    return new ArtifactAddress(
        form.group(1), Optional.ofNullable(form.group(2)), Optional.ofNullable(form.group(3)));
  }

  /** The last part of its name. */
  public String name() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  /** What a registry knows it by; empty if only the repository is named. */
  public Optional<String> reference() {
    return digest.map(hex -> "sha256:" + hex).or(() -> version);
  }

  @Override
  public String toString() {
    return repository
        + version.map(tag -> ":" + tag).orElse("")
        + digest.map(hex -> "@sha256:" + hex).orElse("");
  }
}
