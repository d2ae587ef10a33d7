package org.distroc.recipe.layers;

import java.nio.file.Path;
import java.util.List;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;

/**
 * Merges a recipe with what it builds on, in the order of the page: its bases, the file itself, its
 * section for the architecture that is built, the command line.
 */
public final class Layers {
  private Layers() {}

  /**
   * The locations of all values of a recipe.
   *
   * @param file of the recipe, absolute
   * @param root what it says
   * @param remote gets bases from elsewhere
   * @param findings gets mistakes in how it builds on others
   * @throws SeveralArchitectures if it lists several, and none is chosen
   */
  public static SourceLocations merged(
      Path file,
      SourceText text,
      Node root,
      Overrides overrides,
      RecipePaths paths,
      RemoteBases remote,
      FileDiagnostics findings) {
    if (!(root instanceof Node.Keys keys) || !needsMerging(keys, overrides)) {
      return new SourceLocations(text, root);
    }
    List<Layer> layers =
        new LayerReader(paths, remote, findings)
            .read(file, text, keys, ParameterValues.of(overrides.parameters(), findings));
    int files = layers.size();
    for (String setting : overrides.settings()) {
      layers.add(CommandLineSetting.layer(setting, layers, findings));
    }
    ArchitectureSections sections =
        ArchitectureSections.of(overrides.architecture(), layers, findings);
    Conflicts conflicts = new Conflicts();
    Node.Keys merged = new TreeMerge(findings, conflicts).all(layers, sections::parts);
    List<SourceText> bases = layers.subList(0, files - 1).stream().map(Layer::text).toList();
    ArchitectureChoice choice = ArchitectureChoice.of(text, merged, overrides, findings);
    SourceLocations locations =
        new SourceLocations(text, choice.root(), bases, choice.chosenFromList());
    conflicts.report(locations, findings);
    return locations;
  }

  private static boolean needsMerging(Node.Keys keys, Overrides overrides) {
    return LayerKeys.in(keys) || !overrides.isEmpty() || ArchitectureChoice.isDue(keys);
  }
}
