package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.recipe.text.Node;
import org.distroc.spec.FormatSettings;

/** Reads what a recipe sets for each format: the maps under {@code image} with a format's name. */
public final class ImageSettings {
  private ImageSettings() {}

  /**
   * The settings by the names of formats; formats without any are missing.
   *
   * @param image the map at {@code image}, or null
   */
  public static Map<String, FormatSettings> of(Node.Keys image) {
    Map<String, FormatSettings> settings = new TreeMap<>();
    for (ImageFormat format : Formats.ALL) {
      // The compression of the initramfs has its own place: all formats share it.
      if (format != Formats.INITRAMFS
          && image != null
          && image.get(format.name()) instanceof Node.Keys keys) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        add(values, "", keys);
        settings.put(format.name(), new FormatSettings(values));
      }
    }
    return settings;
  }

  private static void add(Map<String, List<String>> values, String prefix, Node.Keys keys) {
    keys.entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Node.Keys inner) {
                add(values, prefix + name + ".", inner);
              } else {
                values.put(prefix + name, texts(entry.value()));
              }
            });
  }

  private static List<String> texts(Node node) {
    List<String> texts = new ArrayList<>();
    for (Node item : node instanceof Node.Items items ? items.items() : List.of(node)) {
      if (item instanceof Node.Scalar scalar) {
        texts.add(scalar.text());
      }
    }
    return texts;
  }
}
