package org.distroc.recipe.edit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.distroc.recipe.schema.LanguageSchema;

/** The recipe that {@code distroc new} writes: valid, and commented as a first lesson. */
public final class StarterRecipe {
  private static final String RESOURCE = "/templates/recipe/new.yaml";
  private static final String PLACEHOLDER = "name: my-distro ";

  private StarterRecipe() {}

  /** Whether a distribution can have this name. */
  public static boolean isName(String name) {
    String pattern = LanguageSchema.ofRecipes().text("/properties/name/pattern");
    return Pattern.compile(pattern).matcher(name).matches();
  }

  /** The format of a name, as a sentence without a full stop. */
  public static String nameRule() {
    return LanguageSchema.ofRecipes().text("/properties/name/patternErrorMessage");
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

  /**
   * An existing kernel.
   *
   * @param architecture its name
   * @param source the Debian package with its source
   * @param base the kernel's own configuration that the options are applied to
   * @param groups the options, below the titles of their menus
   * @param display where its console is: {@code vga} or {@code serial}
   */
  public record Kernel(
      String architecture, String source, String base, List<Group> groups, String display) {
    /** Copies the list. */
    public Kernel {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Options that belong together.
   *
   * @param title of their menu
   * @param options in order
   */
  public record Group(String title, List<Option> options) {
    /** Copies the list. */
    public Group {
      options = List.copyOf(options);
    }
  }

  /**
   * An option of the kernel.
   *
   * @param name without {@code CONFIG_}
   * @param value without quotes
   * @param text whether its type is string
   */
  public record Option(String name, String value, boolean text) {
    private String line() {
      return "    " + name + ": " + (text ? quoted() : value) + "\n";
    }

    /** Quoted where any version of YAML could read something other than a string. */
    private String quoted() {
      boolean plain = value.matches("[A-Za-z_/][A-Za-z0-9_./-]*") && !value.matches(WORDS);
      return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static final String WORDS = "(?i)y|n|m|yes|no|on|off|true|false|null";
  }

  /**
   * The text of a recipe around a kernel.
   *
   * @throws IllegalArgumentException when {@link #isName} is false
   */
  public static String text(String name, Kernel kernel) {
    StringBuilder text = new StringBuilder(text(name));
    StringBuilder lines = new StringBuilder();
    lines.append("  source: {debian: ").append(kernel.source()).append("}\n");
    lines.append("  base: ").append(kernel.base()).append("\n\n");
    lines.append("  # Options that differ from ").append(kernel.base()).append(":\n");
    lines.append(kernel.groups().isEmpty() ? "  options: {}\n" : "  options:\n");
    for (Group group : kernel.groups()) {
      lines.append("    # ").append(group.title()).append('\n');
      group.options().forEach(option -> lines.append(option.line()));
    }
    int architecture = text.indexOf("\narchitecture: ") + 1;
    text.replace(
        architecture, text.indexOf("\n", architecture), "architecture: " + kernel.architecture());
    String head = "kernel:\n";
    int from = text.indexOf("\n" + head) + 1 + head.length();
    // The comment of the command line, and the blank line before it, stay.
    int to = text.lastIndexOf("\n\n", text.indexOf("\n  cmdline:")) + 1;
    text.replace(from, to, lines.toString());
    int display = text.indexOf("  display: ");
    text.replace(display, text.indexOf("\n", display), "  display: " + kernel.display());
    return text.toString();
  }

  /** As wide as the placeholder, so that the comments stay in their column. */
  private static String padded(String line) {
    return line + " ".repeat(Math.max(1, PLACEHOLDER.length() - line.length()));
  }
}
