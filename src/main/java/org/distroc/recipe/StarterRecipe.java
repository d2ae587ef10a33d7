package org.distroc.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The recipe that {@code distroc new} writes: valid, and commented as a first lesson. */
public final class StarterRecipe {
  private static final String RESOURCE = "/templates/recipe/new.yaml";
  private static final String PLACEHOLDER = "name: my-distro ";

  private StarterRecipe() {}

  /** Whether a distribution can have this name. */
  public static boolean isName(String name) {
    String pattern = RecipeSchema.get().json().at("/properties/name/pattern").stringValue();
    return Pattern.compile(pattern).matcher(name).matches();
  }

  /** What a name looks like, as a sentence without a full stop. */
  public static String nameRule() {
    return RecipeSchema.get().json().at("/properties/name/patternErrorMessage").stringValue();
  }

  /**
   * The text of the recipe.
   *
   * @throws IllegalArgumentException when {@link #isName} is false
   */
  public static String text(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    try (InputStream in = StarterRecipe.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace(PLACEHOLDER, padded("name: " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As wide as the placeholder, so that the comments stay in their column. */
  private static String padded(String line) {
    return line + " ".repeat(Math.max(1, PLACEHOLDER.length() - line.length()));
  }
}
