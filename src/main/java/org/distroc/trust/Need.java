package org.distroc.trust;

import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.Sha256;

/**
 * One thing in a recipe that needs the user's consent.
 *
 * @param code the kind: D1090 an argument of QEMU, D1091 a kernel source outside the recipe's
 *     folder, D1092 programs of a kernel source that nothing confines
 * @param what the thing in a few words, as shown
 * @param identity what exactly is consented to; another identity needs another consent
 * @param ofRecipe whether consent is for this recipe alone; a source is the same in every recipe
 * @param at its place in the recipe
 * @param label a few words next to the caret
 * @param why what it can do
 * @param help what to write instead, most helpful first
 */
public record Need(
    Code code,
    String what,
    String identity,
    boolean ofRecipe,
    Optional<Span> at,
    String label,
    List<String> why,
    List<String> help) {

  /** Copies the lists. */
  public Need {
    why = List.copyOf(why);
    help = List.copyOf(help);
  }

  /** Whether the thing runs while the kernel's Kconfig files are read. */
  public boolean runsWhenRead() {
    return code == Code.D1092;
  }

  /** Whether it is about the kernel source, and not about the guest. */
  public boolean ofSource() {
    return code != Code.D1090;
  }

  /**
   * The error where it would be run without consent.
   *
   * @param command gives the consent
   */
  public Diagnostic error(String command) {
    return told(Diagnostic.error(code, what))
        .help("if you trust the recipe, run `" + command + "`");
  }

  /** The same where it is not run. */
  public Diagnostic warning() {
    return told(Diagnostic.warning(code, what));
  }

  private Diagnostic told(Diagnostic diagnostic) {
    Diagnostic all = diagnostic.at(at).label(label);
    for (String reason : why) {
      all = all.why(reason);
    }
    for (String remedy : help) {
      all = all.help(remedy);
    }
    return all;
  }

  /** What the user's consent is stored under, for a recipe's real path. */
  String key(String recipe) {
    Sha256 digest = new Sha256();
    for (String part : List.of(code.name(), identity, ofRecipe ? recipe : "")) {
      digest.update(part.length() + ":" + part);
    }
    return digest.hex();
  }
}
