package org.distroc.lsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Failure;
import org.distroc.recipe.edit.OptionEdit;
import org.distroc.recipe.edit.RecipeEditor;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

/** Remedies that an editor can apply: those that say exactly what to write. */
final class QuickFixes {
  private static final String MEANT = "help: did you mean ";

  /** Remedies for options; what they name was computed, and takes effect. */
  private static final List<String> SET = List.of("help: add ", "help: change the recipe to say ");

  private static final String VERIFIED = "(verified)";
  private static final Pattern QUOTED = Pattern.compile("`([^`]{1,200})`");
  private static final Pattern OPTION = Pattern.compile("([A-Za-z0-9_]{1,100}): (.{1,190})");

  private final OpenRecipe recipe;

  QuickFixes(OpenRecipe recipe) {
    this.recipe = recipe;
  }

  /** The remedies of these diagnostics. */
  List<CodeAction> of(List<Diagnostic> diagnostics) {
    List<CodeAction> actions = new ArrayList<>();
    for (Diagnostic one : diagnostics) {
      if ("distroc".equals(one.getSource())) {
        one.getMessage().lines().forEach(line -> actions.addAll(of(one, line)));
      }
    }
    return actions;
  }

  private List<CodeAction> of(Diagnostic one, String line) {
    List<String> quoted = QUOTED.matcher(line).results().map(found -> found.group(1)).toList();
    if (line.startsWith(MEANT)) {
      return quoted.stream()
          .map(word -> action("Write `" + word + "`", one, new TextEdit(word(one, word), word)))
          .toList();
    }
    Optional<String> set = SET.stream().filter(line::startsWith).findFirst();
    if (set.isEmpty() || !line.endsWith(VERIFIED)) {
      return List.of();
    }
    String title = line.substring("help: ".length());
    title = title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    Optional<TextEdit> edit = edit(quoted);
    return edit.isPresent() ? List.of(action(title, one, edit.get())) : List.of();
  }

  /** The edit that sets options; empty if one cannot be set in this text. */
  private Optional<TextEdit> edit(List<String> settings) {
    List<OptionEdit> edits = new ArrayList<>();
    for (String setting : settings) {
      Matcher option = OPTION.matcher(setting);
      if (!option.matches()) {
        return Optional.empty();
      }
      edits.add(OptionEdit.set(option.group(1), option.group(2).replaceAll("^\"|\"$", "")));
    }
    try {
      return changed(RecipeEditor.of(recipe.file(), recipe.source()).edit(edits));
    } catch (Failure failure) {
      return Optional.empty();
    }
  }

  /** A diagnostic may cover a key and its value; what was meant replaces the first word. */
  private Range word(Diagnostic one, String meant) {
    Range range = one.getRange();
    List<String> lines = recipe.lines();
    Position start = range.getStart();
    if (start.getLine() >= lines.size()) {
      return range;
    }
    String line = lines.get(start.getLine());
    int end = Math.min(range.getEnd().getCharacter(), line.length());
    int colon = line.indexOf(':', Math.min(start.getCharacter(), line.length()));
    return colon >= 0 && colon < end && meant.indexOf(':') < 0
        ? new Range(start, new Position(start.getLine(), colon))
        : range;
  }

  /** The lines that a change touches. */
  private Optional<TextEdit> changed(String text) {
    String[] before = recipe.text().split("(?<=\n)", -1);
    String[] after = text.split("(?<=\n)", -1);
    int first = 0;
    while (first < before.length && first < after.length && before[first].equals(after[first])) {
      first++;
    }
    int last = 0;
    while (last < before.length - first
        && last < after.length - first
        && before[before.length - 1 - last].equals(after[after.length - 1 - last])) {
      last++;
    }
    if (first == before.length && first == after.length) {
      return Optional.empty();
    }
    String lines = String.join("", List.of(after).subList(first, after.length - last));
    return Optional.of(
        new TextEdit(
            new Range(new Position(first, 0), new Position(before.length - last, 0)), lines));
  }

  private CodeAction action(String title, Diagnostic of, TextEdit edit) {
    CodeAction action = new CodeAction(title);
    action.setKind(CodeActionKind.QuickFix);
    action.setDiagnostics(List.of(of));
    action.setEdit(new WorkspaceEdit(Map.of(recipe.uri(), List.of(edit))));
    return action;
  }
}
