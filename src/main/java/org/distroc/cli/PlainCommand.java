package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands the command lines that are typed most, a verb and recipes without any option, without
 * the library that understands them all: loading that takes longer than checking a recipe, for its
 * classes are too old for an archive of classes.
 */
final class PlainCommand {
  private PlainCommand() {}

  /** The verb with its recipes; empty for any other command line. */
  static Optional<RecipeVerb> of(String[] args) {
    if (args.length < 2) {
      return Optional.empty();
    }
    List<Path> recipes = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      if (args[i].isEmpty() || args[i].startsWith("-") || args[i].startsWith("@")) {
        return Optional.empty();
      }
      recipes.add(Path.of(args[i]));
    }
    RecipeVerb verb = verb(args[0]);
    if (verb == null || !verb.takes(recipes)) {
      return Optional.empty();
    }
    verb.settings = new Settings();
    return Optional.of(verb);
  }

  private static RecipeVerb verb(String name) {
    return switch (name) {
      case "check" -> new CheckVerb();
      case "expand" -> new ExpandVerb();
      case "build" -> new BuildVerb();
      case "boot" -> new BootVerb();
      case "menuconfig" -> new MenuconfigVerb();
      case "test" -> new TestVerb();
      default -> null;
    };
  }
}
