package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.recipe.OptionEdit;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeEditor;

/** New options for a recipe: shown as a difference, then written. */
final class RecipeChange {
  private final Path named;
  private final Recipe recipe;
  private final List<OptionEdit> edits;
  private final RecipeEditor editor;
  private final String text;

  /**
   * Computes the new text.
   *
   * @param named the recipe as the user named it
   */
  RecipeChange(Path named, Recipe recipe, List<OptionEdit> edits) {
    this.named = named;
    this.recipe = recipe;
    this.edits = List.copyOf(edits);
    this.editor = RecipeEditor.open(recipe.file(), named.toString());
    this.text = editor.edit(edits);
  }

  /** Shows a person what changes. */
  void show(Reporter reporter) {
    for (String line : LineDiff.of(named.toString(), editor.text(), text)) {
      // A carriage return would be shown as an odd character at the end of each line.
      reporter.news(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
  }

  void write() {
    editor.write(text);
  }

  /** The changes for a program: of each option the value before and after, null for none. */
  List<Map<String, Object>> toMaps() {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (OptionEdit edit : edits) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("recipe", named.toString());
      map.put("option", edit.name());
      map.put("before", recipe.kernel().options().get(edit.name()));
      map.put("after", edit.value().orElse(null));
      maps.add(map);
    }
    return maps;
  }
}
