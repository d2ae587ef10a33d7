package org.distroc.recipe.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/** Checks how the flags of QEMU are written; what they mean is up to QEMU. */
final class FlagChecks {
  /** Flags whose values are any text, also with a hyphen in front. */
  private static final Set<String> TEXTS = Set.of("-append", "-name", "-fw_cfg");

  /** What distroc sets itself, and how to change it. */
  private static final Map<String, String> OWN =
      Map.of(
          "-kernel", "remove it: distroc boots the kernel that it builds",
          "-initrd", "remove it: distroc boots the initramfs that it builds",
          "-append", "write parameters under `kernel.cmdline`");

  private FlagChecks() {}

  /** Checks the flags of a recipe. */
  static void check(SourceLocations recipe, FileDiagnostics findings) {
    if (!(recipe.node("/qemu/flags") instanceof Node.Items flags)) {
      return;
    }
    String before = "";
    for (Node item : flags.items()) {
      if (item instanceof Node.Scalar flag && !findings.isBad(flag)) {
        if (!TEXTS.contains(before)) {
          check(flag, findings);
        }
        before = flag.text();
      }
    }
  }

  private static void check(Node.Scalar flag, FileDiagnostics findings) {
    String text = flag.text();
    int space = text.indexOf(' ');
    if (text.startsWith("-") && space > 0) {
      String name = text.substring(0, space);
      String value = text.substring(space).strip();
      findings.error(
          flag,
          () ->
              Diagnostic.error(Code.D2163, "`" + shown(text) + "` is one argument of QEMU")
                  .label("a flag and its value")
                  .why("each item is one argument, and QEMU has no flag with a space in its name")
                  .help(
                      value.isEmpty()
                          ? "remove the space"
                          : "write two items: `"
                              + String.join(
                                  ", ", List.of(Examples.text(name), Examples.text(value)))
                              + "`"));
    } else if (OWN.containsKey(plain(text))) {
      findings.warning(
          flag,
          Diagnostic.warning(Code.D2164, "distroc passes `" + plain(text) + "` to QEMU itself")
              .label("in conflict")
              .why("QEMU takes the last one, or refuses it if the machine starts from an image")
              .help(OWN.get(plain(text))));
    }
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /** QEMU takes two hyphens like one. */
  private static String plain(String flag) {
    return flag.startsWith("--") ? flag.substring(1) : flag;
  }
}
