package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A verb that works on one recipe. */
abstract class OneRecipeVerb extends RecipeVerb {
  @Parameters(paramLabel = "RECIPE", description = "The recipe.")
  Path recipe;

  @Override
  boolean takes(List<Path> recipes) {
    recipe = recipes.get(0);
    return recipes.size() == 1;
  }
}
