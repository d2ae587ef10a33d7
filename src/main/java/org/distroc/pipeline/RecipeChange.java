package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.edit.OptionEdit;
import org.distroc.recipe.edit.RecipeEditor;

/** New options for a recipe: shown as a difference, then written. */
public final class RecipeChange {
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
  public RecipeChange(Path named, Recipe recipe, List<OptionEdit> edits) {
    this.named = named;
    this.recipe = recipe;
    this.edits = List.copyOf(edits);
    this.editor = RecipeEditor.open(recipe.file(), named.toString());
    this.text = editor.edit(edits);
  }

  /** The recipe as the user named it. */
  public String name() {
    return named.toString();
  }

  /** The text of the recipe before the change. */
  public String before() {
    return editor.text();
  }

  /** The text of the recipe after the change. */
  public String after() {
    return text;
  }

  /** Writes the recipe. */
  public void write() {
    editor.write(text);
  }

  /** The changes for a program: of each option the value before and after, null for none. */
  public List<Map<String, Object>> toMaps() {
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
