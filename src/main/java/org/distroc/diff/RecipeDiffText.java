package org.distroc.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.distroc.kconfig.explain.ConfigurationDiff.Change;
import org.distroc.kconfig.explain.ConfigurationDiff.Group;
import org.distroc.recipe.text.Wording;
import org.distroc.report.Plurals;

/** The differences of two recipes as lines: `+` is only in the second, `-` only in the first. */
final class RecipeDiffText {
  /** More lines of one kind are summed up, unless all are asked for. */
  private static final int MOST = 40;

  private static final String OPTIONS = "kernel.options.";

  private final RecipeDiff diff;
  private final List<String> lines = new ArrayList<>();
  private boolean headed;

  RecipeDiffText(RecipeDiff diff) {
    this.diff = diff;
  }

  List<String> lines() {
    return lines;
  }

  private void head(String title) {
    lines.add(title);
    headed = false;
  }

  private void outputHead() {
    if (!headed) {
      lines.add("outputs");
      headed = true;
    }
  }

  /** The values of the recipes, without options that show in the configuration anyway. */
  void values() {
    Set<String> shown = new HashSet<>();
    diff.options().groups().forEach(g -> g.changes().forEach(c -> shown.add(OPTIONS + c.name())));
    List<ValueChange> values =
        diff.values().stream().filter(change -> !shown.contains(change.key())).toList();
    if (!values.isEmpty()) {
      head("recipe");
      values.forEach(change -> lines.add(value(change)));
    }
  }

  private static String value(ValueChange change) {
    String before = change.before().map(RecipeDiffText::quoted).orElse("");
    String after = change.after().map(RecipeDiffText::quoted).orElse("");
    String what =
        change.before().isEmpty()
            ? "+ " + change.key() + ": " + after
            : change.after().isEmpty()
                ? "- " + change.key() + ": " + before
                : "~ " + change.key() + ": " + before + " -> " + after;
    return "  " + what + "   (" + change.at() + ")";
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "\"\"" : Wording.shown(text);
  }

  /** Another kernel. */
  void kernel(String before, String after) {
    head("kernel");
    lines.add("  " + before + " -> " + after);
  }

  /** The options by menu; of many, only how many each menu has. */
  void options(boolean all) {
    int count = diff.count();
    if (count == 0) {
      return;
    }
    boolean few = all || count <= MOST;
    head("options" + (few ? "" : " (`--all` lists them)"));
    for (Group group : diff.options().groups()) {
      String menu = group.menu().isEmpty() ? "(top)" : String.join(" > ", group.menu());
      if (few) {
        lines.add("  " + menu);
        group.changes().forEach(change -> lines.add(option(change)));
      } else {
        List<Change> own =
            group.changes().stream().filter(c -> diff.place(c.name()).isPresent()).toList();
        lines.add("  " + menu + ": " + Plurals.count(group.changes().size(), "option"));
        own.stream().limit(MOST).forEach(change -> lines.add(option(change)));
      }
    }
  }

  private String option(Change change) {
    String values = shown(change, true) + " -> " + shown(change, false);
    String line = String.format(Locale.ROOT, "    %-34s %s", change.name(), values);
    return diff.place(change.name()).map(at -> line + "   (" + at + ")").orElse(line);
  }

  private String shown(Change change, boolean first) {
    RecipeState side = first ? diff.before() : diff.after();
    return (first ? change.before() : change.after())
        .map(RecipeDiffText::quoted)
        .orElseGet(() -> side.isDefined(change.name()) ? "(hidden)" : "(not in this kernel)");
  }

  /** Files that the recipes name. */
  void sources() {
    if (!diff.sources().isEmpty()) {
      head("sources");
      for (RecipeDiff.SourceChange change : diff.sources()) {
        String sign = change.before().isEmpty() ? "+ " : change.after().isEmpty() ? "- " : "~ ";
        lines.add("  " + sign + change.path());
      }
    }
  }

  /** Paths of the roots; those that only a package brings are counted. */
  void files(boolean all) {
    if (diff.files().isEmpty()) {
      return;
    }
    boolean few = all || diff.files().size() <= MOST;
    head("files" + (few ? "" : " (`--all` lists them)"));
    Map<String, Integer> counted = new LinkedHashMap<>();
    int listed = 0;
    for (FileChange change : diff.files()) {
      // A place in a recipe has a colon, a package and its version have none.
      boolean own = change.origin().contains(":");
      if (few || own && listed++ < MOST) {
        lines.add(file(change));
      } else {
        counted.merge(change.kind() + " by " + change.origin(), 1, Integer::sum);
      }
    }
    counted.forEach((what, count) -> lines.add("  " + Plurals.count(count, "path") + " " + what));
  }

  private static String file(FileChange change) {
    String path = Wording.shown(change.path());
    String what =
        switch (change.kind()) {
          case "added" -> "+ " + path + "   " + FileChange.words(change.after().get().node());
          case "removed" -> "- " + path + "   " + FileChange.words(change.before().get().node());
          default -> "~ " + path + "   " + String.join(", ", change.what());
        };
    return "  " + what + "   (" + change.origin() + ")";
  }

  /** Packages and their versions. */
  void packages() {
    if (!diff.packages().isEmpty()) {
      head("packages");
      diff.packages().forEach(change -> lines.add("  " + change.line()));
    }
  }

  /** An output that was built of both. */
  void output(String name, long before, long after) {
    outputHead();
    double percent = before == 0 ? 0 : 100.0 * (after - before) / before;
    String change =
        before == after
            ? before + " bytes"
            : String.format(Locale.ROOT, "%d -> %d bytes (%+.1f %%)", before, after, percent);
    lines.add(String.format(Locale.ROOT, "  %-24s %s", name, change));
  }

  /** One sentence. */
  String summary() {
    if (diff.isEmpty()) {
      return "no differences: " + diff.before().shown() + " and " + diff.after().shown();
    }
    List<String> parts = new ArrayList<>();
    count(parts, diff.values().size(), "value");
    count(parts, diff.count(), "kernel option");
    count(parts, diff.sources().size(), "source file");
    count(parts, diff.files().size(), "path");
    count(parts, diff.packages().size(), "package");
    String what = parts.isEmpty() ? "the kernel" : String.join(", ", parts);
    return diff.before().shown() + " -> " + diff.after().shown() + ": " + what + " differ";
  }

  private static void count(List<String> parts, int count, String noun) {
    if (count > 0) {
      parts.add(Plurals.count(count, noun));
    }
  }
}
