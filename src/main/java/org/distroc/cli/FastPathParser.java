package org.distroc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.distroc.diag.ExitCode;
import org.distroc.host.Host;

/**
 * Parses the most frequent command lines, a verb and recipes with the simplest options or none,
 * without picocli: loading it takes longer than checking a recipe, because its old class files
 * cannot be in an archive of classes.
 */
final class FastPathParser {
  private final CommonOptions settings = new CommonOptions();
  private final List<Path> recipes = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private FastPathParser() {}

  /** The command to run; empty for any other command line. */
  static Optional<Callable<ExitCode>> of(String[] args, Host host, Reporter reporter) {
    FastPathParser command = new FastPathParser();
    RecipeVerb verb = args.length == 0 ? null : verb(args[0]);
    if (!command.takes(args, verb == null ? 0 : 1)) {
      return Optional.empty();
    }
    List<Path> recipes = command.recipes;
    if (verb == null) {
      // Other words may be meant as a verb.
      return recipes.size() == 1
              && recipes.get(0).toString().endsWith(".yaml")
              && Files.exists(host.currentFolder().resolve(recipes.get(0)))
          ? Optional.of(() -> new RunRecipe(host, reporter, command.settings).run(recipes.get(0)))
          : Optional.empty();
    }
    boolean folder = command.settings.output != null;
    if (recipes.isEmpty()
        || !verb.takes(recipes)
        || folder && verb.without().contains("--output")) {
      return Optional.empty();
    }
    verb.host = host;
    verb.reporter = reporter;
    verb.settings = command.settings;
    return Optional.of(verb);
  }

  /** Parses the words from an index on; false if one is unknown here. */
  private boolean takes(String[] args, int from) {
    for (int i = from; i < args.length; i++) {
      String word = args[i];
      if (!isSpecial(word)) {
        recipes.add(Path.of(word));
      } else if (isFolder(word) && settings.output == null && i + 1 < args.length) {
        settings.output = Path.of(args[++i]);
        if (isSpecial(args[i])) {
          return false;
        }
      } else if (!seen.add(word) || !switchesOn(word)) {
        return false;
      }
    }
    return true;
  }

  private boolean switchesOn(String option) {
    switch (option) {
      case "-q" -> settings.quiet = true;
      case "-v" -> settings.verbose = true;
      case "--json" -> settings.json = true;
      case "--offline" -> settings.offline = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isFolder(String word) {
    return word.equals("-o") || word.equals("--output");
  }

  private static boolean isSpecial(String word) {
    return word.isEmpty() || word.startsWith("-") || word.startsWith("@");
  }

  private static RecipeVerb verb(String word) {
    VerbName name = VerbName.of(word).orElse(null);
    return name != null && name.isFast() ? (RecipeVerb) name.create() : null;
  }
}
