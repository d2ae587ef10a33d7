package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.explain.LineGroup.Kind;
import org.distroc.kconfig.explain.LineGroup.Proof;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.value.Assignment;

/** Groups of lines as warnings, each at its first line. */
public final class LineFindings {
  /** The groups that are explained at length; the others share one warning. */
  private static final int MAX_GROUPS = 12;

  /** The lines of a group that are listed. */
  private static final int MAX_LINES = 40;

  private static final int WIDTH = 90;

  private final Function<List<Assignment>, String> remedy;

  private LineFindings(Function<List<Assignment>, String> remedy) {
    this.remedy = remedy;
  }

  /**
   * A warning for each group.
   *
   * @param remedy how a user makes these settings, in a few words
   */
  public static List<Diagnostic> of(
      LineReview.Result review, Function<List<Assignment>, String> remedy) {
    LineFindings findings = new LineFindings(remedy);
    List<LineGroup> lost = review.groups().stream().filter(g -> g.kind() == Kind.LOST).toList();
    List<Diagnostic> found = new ArrayList<>();
    boolean many = lost.size() > MAX_GROUPS + 1;
    lost.subList(0, many ? MAX_GROUPS : lost.size()).forEach(g -> found.add(findings.warning(g)));
    if (many) {
      found.add(findings.brief(lost.subList(MAX_GROUPS, lost.size())));
    }
    review.groups().stream()
        .filter(g -> g.kind() != Kind.LOST)
        .forEach(g -> found.add(findings.warning(g)));
    return found;
  }

  private Diagnostic warning(LineGroup group) {
    SettingLine first = group.lines().get(0);
    Diagnostic warning = Diagnostic.warning(Code.D2070, title(group)).at(first.at());
    Optional<String> became = group.first().became();
    if (became.isPresent()) {
      warning = warning.label("becomes " + (became.get().isEmpty() ? "empty" : became.get()));
    }
    for (ChainLink reason : group.first().reasons()) {
      warning = warning.why(reason.render());
    }
    if (group.lines().size() > 1) {
      String word = group.lines().size() == 2 ? "the other is " : "the others are ";
      warning = warning.why(wrapped(word, group.lines().subList(1, group.lines().size())));
    }
    return helped(warning, group);
  }

  private Diagnostic helped(Diagnostic finding, LineGroup group) {
    Diagnostic warning = finding;
    if (!group.needs().isEmpty()) {
      String proof =
          group.proof() == Proof.ALONE ? " (verified)" : " (verified together with the others)";
      warning = warning.help(remedy.apply(group.needs()) + proof);
    }
    List<OptionExplanation.Suggestion> suggestions = group.first().suggestions();
    if (group.lines().size() == 1 && !suggestions.isEmpty()) {
      String names =
          suggestions.stream()
              .map(
                  s -> "`" + s.name() + "`" + (s.reason().isEmpty() ? "" : " (" + s.reason() + ")"))
              .collect(Collectors.joining(", "));
      warning = warning.help("did you mean " + names + "?");
    }
    if (group.lines().size() == 1) {
      for (Fix fix : group.first().fixes()) {
        warning = warning.help(remedy.apply(fix.additions()) + " (verified)");
      }
    }
    if (warning.remedies().isEmpty()) {
      warning =
          warning.help("remove the line" + (group.lines().size() == 1 ? "" : "s") + or(group));
    }
    return warning;
  }

  private static String or(LineGroup group) {
    if (group.first().impossible()) {
      return ": no setting achieves it with this architecture and toolchain";
    }
    boolean unknown = group.kind() == Kind.UNKNOWN || group.kind() == Kind.UNKNOWN_OFF;
    return unknown ? ", or correct the name" : ", or change what the option depends on";
  }

  private static String title(LineGroup group) {
    SettingLine first = group.lines().get(0);
    int count = group.lines().size();
    String asked = "`" + first.name() + "=" + first.wanted().value() + "`";
    return switch (group.kind()) {
      case LOST ->
          count == 1
              ? asked + " does not take effect"
              : group.needs().isEmpty()
                  ? count + " lines do not take effect"
                  : count + " options need " + new Fix(group.needs(), false);
      case UNKNOWN ->
          count == 1
              ? "the kernel has no option `" + first.name() + "`"
              : "the kernel does not have " + count + " of the options";
      case UNKNOWN_OFF ->
          count == 1
              ? "the kernel has no option `" + first.name() + "` to turn off"
              : "the kernel does not have " + count + " options that are turned off";
      case CHANGED ->
          count == 1
              ? asked + " becomes " + became(group)
              : count
                  + " options "
                  + (became(group).isEmpty() ? "change" : "become " + became(group));
    };
  }

  private static String became(LineGroup group) {
    String value = group.first().became().orElse("");
    boolean logic = value.equals("y") || value.equals("m") || value.equals("n");
    return group.lines().size() == 1 || logic ? (value.isEmpty() ? "empty" : value) : "";
  }

  /** One line for each of the groups. */
  private Diagnostic brief(List<LineGroup> groups) {
    int count = groups.stream().mapToInt(g -> g.lines().size()).sum();
    Span at = groups.get(0).lines().get(0).at();
    Diagnostic warning =
        Diagnostic.warning(Code.D2070, count + " more lines do not take effect").at(at);
    for (LineGroup group : groups) {
      String reason =
          !group.needs().isEmpty()
              ? "need " + new Fix(group.needs(), false)
              : group.first().reasons().isEmpty()
                  ? "have no known reason"
                  : group.first().reasons().get(0).text();
      warning = warning.why(wrapped("", group.lines()) + ": " + reason);
    }
    List<Assignment> all =
        groups.stream().flatMap(g -> g.needs().stream()).distinct().limit(MAX_LINES).toList();
    return all.isEmpty() ? warning : warning.help(remedy.apply(all) + " (verified together)");
  }

  /** Names with their lines, in lines of text that fit on a screen. */
  private static String wrapped(String head, List<SettingLine> lines) {
    StringBuilder text = new StringBuilder(head);
    int start = 0;
    int shown = Math.min(lines.size(), lines.size() > MAX_LINES + 1 ? MAX_LINES : lines.size());
    for (int i = 0; i < shown; i++) {
      String word = lines.get(i).name() + " (line " + lines.get(i).at().line() + ")";
      if (text.length() - start + word.length() > WIDTH && text.length() > start) {
        text.append('\n');
        start = text.length();
      }
      text.append(word).append(i + 1 < lines.size() ? ", " : "");
    }
    int more = lines.size() - shown;
    return text.toString().replace(", \n", ",\n") + (more > 0 ? "and " + more + " more" : "");
  }
}
