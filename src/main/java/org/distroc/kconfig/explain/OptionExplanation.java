package org.distroc.kconfig.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.value.Assignment;

/**
 * Why an option does or does not become what was asked for, and what would help.
 *
 * @param wanted what was asked for
 * @param became the value that it gets instead; empty when the tree does not define the option
 * @param verdict the kind of the reason
 * @param reasons the chains of reasons
 * @param fixes proven by evaluating them, the least intrusive first
 * @param suggestions options that may have been meant instead
 * @param impossible whether nothing that a person can set would help with this architecture and
 *     toolchain
 */
public record OptionExplanation(
    Assignment wanted,
    Optional<String> became,
    Verdict verdict,
    List<ChainLink> reasons,
    List<Fix> fixes,
    List<Suggestion> suggestions,
    boolean impossible) {
  /** Kinds of reasons. */
  public enum Verdict {
    /** The option becomes what was asked for. */
    TAKES,
    /** No Kconfig file of this architecture defines it. */
    UNKNOWN,
    /** The value is not one of its type. */
    WRONG_TYPE,
    /** It can only be m in a kernel with modules. */
    NO_MODULES,
    /** Something that it depends on is missing. */
    UNMET_DEPENDENCY,
    /** Users cannot set it; other options select it, or it has a default. */
    NO_PROMPT,
    /** Another option selects it. */
    SELECTED,
    /** Another option of the same choice is set. */
    CHOICE,
    /** The number is outside of its range. */
    RANGE
  }

  /**
   * A set of settings with which the option takes: it was tried.
   *
   * @param additions what the recipe should say
   * @param changes whether the recipe says something else about one of them now
   */
  public record Fix(List<Assignment> additions, boolean changes) {
    /** Copies the list. */
    public Fix {
      additions = List.copyOf(additions);
    }

    /** As a person would say it. */
    @Override
    public String toString() {
      List<String> parts = additions.stream().map(a -> "`" + a + "`").toList();
      int last = parts.size() - 1;
      return last < 1
          ? String.join("", parts)
          : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
  }

  /**
   * An option that may have been meant.
   *
   * @param name of the option
   * @param reason a few words: its prompt, or that it is the new name
   */
  public record Suggestion(String name, String reason) {}

  /** Copies the lists. */
  public OptionExplanation {
    reasons = List.copyOf(reasons);
    fixes = List.copyOf(fixes);
    suggestions = List.copyOf(suggestions);
  }

  /** Whether the option becomes what was asked for. */
  public boolean takes() {
    return verdict == Verdict.TAKES;
  }

  /** Whether it only asks that what the kernel does not have is off. */
  public boolean isHarmless() {
    return verdict == Verdict.UNKNOWN && wanted.value().equals("n");
  }

  /**
   * The error at the line of the recipe that asks, or a warning if it is harmless. Only for what
   * does not take.
   */
  public Diagnostic toDiagnostic(Optional<Span> at) {
    Diagnostic error;
    if (verdict == Verdict.UNKNOWN) {
      String message = "the kernel has no option `" + wanted.name() + "`";
      error =
          isHarmless()
              ? Diagnostic.warning(Code.D2120, message)
              : Diagnostic.error(Code.D2120, message);
    } else {
      String asked = wanted.name() + "=" + wanted.value();
      error = Diagnostic.error(Code.D2007, "`" + asked + "` does not take effect");
    }
    error = error.at(at);
    if (became.isPresent()) {
      error = error.label(became.get().isEmpty() ? "gets no value" : "becomes " + became.get());
    }
    for (ChainLink reason : reasons) {
      error = error.why(reason.render());
    }
    if (!suggestions.isEmpty()) {
      error = error.help("did you mean " + suggestionWords() + "?");
    }
    for (Fix fix : fixes) {
      error = error.help(words(fix));
    }
    if (isHarmless()) {
      error = error.help("remove it: what the kernel does not have is off");
    }
    if (impossible) {
      error = error.help("remove it: no setting achieves it with this architecture and toolchain");
    }
    return error;
  }

  private static String words(Fix fix) {
    return (fix.changes ? "change the recipe to say " : "add ") + fix + " (verified)";
  }

  private String suggestionWords() {
    return suggestions.stream()
        .map(s -> "`" + s.name() + "`" + (s.reason().isEmpty() ? "" : " (" + s.reason() + ")"))
        .collect(Collectors.joining(", "));
  }
}
