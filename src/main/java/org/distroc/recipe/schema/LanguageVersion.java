package org.distroc.recipe.schema;

import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;

/** Checks the version of the recipe language before anything else is checked. */
public final class LanguageVersion {
  private static final String KNOWN = "v1";

  private LanguageVersion() {}

  /** True, with an error, if the recipe is written in an unsupported version. */
  public static boolean isUnknown(Node root, FileDiagnostics findings) {
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
              Diagnostic.error(Code.D1016, "unsupported recipe language version `" + text + "`")
                  .label("unsupported")
                  .why("this distroc supports `v1`; the other keys were not checked")
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
