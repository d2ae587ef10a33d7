package org.distroc.recipe;

import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/** Looks at the version of the recipe language before anything else is judged by it. */
final class LanguageVersion {
  private static final String KNOWN = "v1";

  private LanguageVersion() {}

  /** True, with a finding, when the recipe is written in a version that is not known. */
  static boolean isUnknown(Node root, FileDiagnostics findings) {
    Node version = root instanceof Node.Keys keys ? keys.get("distro") : null;
    boolean later =
        version instanceof Node.Scalar scalar
            && scalar.kind() == Node.Kind.TEXT
            && !scalar.text().equals(KNOWN)
            && isVersion(scalar.text());
    if (later) {
      String text = ((Node.Scalar) version).text();
      findings.error(
          version,
          () ->
              Diagnostic.error(Code.D1016, "the recipe language has no version `" + text + "` here")
                  .label("not known")
                  .why(
                      "this distroc knows `v1`; what the other keys mean in `"
                          + text
                          + "` it cannot know, so it did not look at them")
                  .help("use a newer distroc, or write `distro: v1`"));
    }
    return later;
  }

  private static boolean isVersion(String text) {
    return text.length() > 1
        && text.length() < 10
        && text.charAt(0) == 'v'
        && Character.isDigit(text.charAt(1));
  }
}
