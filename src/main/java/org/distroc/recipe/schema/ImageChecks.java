package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/** Checks the settings of formats against the formats that are built. */
final class ImageChecks {
  private ImageChecks() {}

  static void check(SourceLocations recipe, FileDiagnostics findings) {
    Set<String> used = new HashSet<>();
    for (ImageFormat format : built(recipe)) {
      used.add(format.name());
      used.addAll(format.madeOf());
    }
    for (ImageFormat format : Formats.ALL) {
      Node.Scalar key = recipe.key("/image/" + format.name());
      if (key != null && format != Formats.INITRAMFS && !used.contains(format.name())) {
        findings.warning(
            key,
            Diagnostic.warning(Code.D1150, "`image." + format.name() + "` has no effect")
                .label("not built")
                .why("`image.formats` does not list `" + format.name() + "`")
                .help("add `" + format.name() + "` to `image.formats`, or remove these settings"));
      }
    }
  }

  private static List<ImageFormat> built(SourceLocations recipe) {
    List<String> names = new ArrayList<>();
    if (recipe.node("/image/formats") instanceof Node.Items formats) {
      for (Node item : formats.items()) {
        if (item instanceof Node.Scalar name) {
          names.add(name.text());
        }
      }
      return Formats.of(names);
    }
    return Formats.byDefault(CrossChecks.architecture(recipe));
  }
}
