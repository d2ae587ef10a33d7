package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.recipe.edit.OptionEdit;
import org.distroc.recipe.edit.RecipeEditor;
import org.distroc.recipe.layers.Overrides;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.recipe.text.SourceText;

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
   * @param overrides what the command line changes in it
   * @param remote gets its bases
   * @throws Failure D2080 if the recipe itself cannot decide the value of an option
   */
  RecipeChange(
      Path named, Recipe recipe, Overrides overrides, RemoteBases remote, List<OptionEdit> edits) {
    this.named = named;
    this.recipe = recipe;
    this.edits = List.copyOf(edits);
    this.editor = RecipeEditor.open(recipe.file(), named.toString());
    this.text = editor.edit(edits);
    prove(overrides, remote);
  }

  /**
   * Reads the new text with everything that the recipe builds on. The changes are written to the
   * recipe itself; what its section for an architecture or the command line sets would still win,
   * and what a base sets stays when it is removed from the recipe.
   */
  private void prove(Overrides overrides, RemoteBases remote) {
    SourceText changed = new SourceText(named.toString(), text);
    Map<String, String> options =
        RecipeReader.read(changed, recipe.file(), overrides, remote, new ArrayList<>())
            .kernel()
            .options();
    for (OptionEdit edit : edits) {
      if (!Optional.ofNullable(options.get(edit.name())).equals(edit.value())) {
        throw new Failure(elsewhere(edit));
      }
    }
  }

  private Diagnostic elsewhere(OptionEdit edit) {
    return Diagnostic.error(Code.D2080, "`" + edit.name() + "` is not set in the recipe itself")
        .at(recipe.locations().nearest("/kernel/options/" + edit.name()))
        .why("changes are written to " + named + ", and would have no effect there")
        .help("edit it by hand: " + edit);
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
