package org.distroc.recipe.layers;

import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Ends the reading of a recipe that lists several architectures, none of which is chosen. Verbs
 * that can work on all of them read it again for each.
 */
public final class SeveralArchitectures extends Failure {
  private static final long serialVersionUID = 1L;

  private final transient List<String> names;

  SeveralArchitectures(Diagnostic diagnostic, List<String> names) {
    super(diagnostic);
    this.names = List.copyOf(names);
  }

  /** The architectures, in the order of the recipe. */
  public List<String> names() {
    return names;
  }
}
