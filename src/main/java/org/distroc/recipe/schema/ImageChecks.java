package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.FormatSettings;

/** Checks the settings of formats against the formats that are built. */
final class ImageChecks {
  private ImageChecks() {}

  static void check(SourceLocations recipe, FileDiagnostics findings) {
    parameters(recipe, findings);
    exclusions(recipe, findings);
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

  /** Settings of a format that cannot be together. */
  private static void exclusions(SourceLocations recipe, FileDiagnostics findings) {
    Map<String, FormatSettings> settings =
        ImageSettings.of(recipe.node("/image") instanceof Node.Keys image ? image : null);
    for (ImageFormat format : Formats.ALL) {
      FormatSettings own = settings.getOrDefault(format.name(), FormatSettings.NONE);
      for (ImageFormat.Exclusion one : format.exclusions(own)) {
        String place = "/image/" + format.name() + "/" + one.key().replace('.', '/');
        findings.error(
            recipe.node(place),
            () ->
                Diagnostic.error(Code.D1152, one.message())
                    .label("not together")
                    .why(one.reason())
                    .help(one.help()));
      }
    }
  }

  /** Parameters that what starts an image would change on their way to the kernel. */
  private static void parameters(SourceLocations recipe, FileDiagnostics findings) {
    if (!(recipe.node("/kernel/cmdline") instanceof Node.Items cmdline)) {
      return;
    }
    for (ImageFormat format : built(recipe)) {
      for (Node item : cmdline.items()) {
        String word = item instanceof Node.Scalar scalar ? scalar.text() : "";
        format
            .misreads(word)
            .ifPresent(
                reason ->
                    findings.error(
                        item,
                        () ->
                            Diagnostic.error(
                                    Code.D1151,
                                    "`"
                                        + word
                                        + "` does not reach the kernel from the format `"
                                        + format.name()
                                        + "`")
                                .label("changed on the way")
                                .why(reason)
                                .help("write the parameter without it")
                                .help("or leave `" + format.name() + "` out of `image.formats`")));
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
