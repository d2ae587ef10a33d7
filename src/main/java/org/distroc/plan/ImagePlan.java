package org.distroc.plan;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.catalogue.Formats;
import org.distroc.spec.Compression;
import org.distroc.spec.FormatSettings;

/**
 * The files to build.
 *
 * @param formats which of them, in the order in which they are built
 * @param compression how the initramfs is compressed
 * @param settings what the recipe sets for formats, by their names
 */
public record ImagePlan(
    List<ImageFormat> formats, Compression compression, Map<String, FormatSettings> settings) {

  /** Copies the collections. */
  public ImagePlan {
    formats = List.copyOf(formats);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** Formats without settings. */
  public ImagePlan(List<ImageFormat> formats, Compression compression) {
    this(formats, compression, Map.of());
  }

  /** What the recipe sets for a format. */
  public FormatSettings settings(ImageFormat format) {
    return settings.getOrDefault(format.name(), FormatSettings.NONE);
  }

  /** The formats, and before each those whose files it is made from. */
  public List<ImageFormat> written() {
    Set<ImageFormat> all = new LinkedHashSet<>();
    for (ImageFormat format : formats) {
      all.addAll(Formats.of(format.madeOf()));
      all.add(format);
    }
    return List.copyOf(all);
  }

  /** Whether one of the formats needs an ingredient. */
  public boolean needs(Ingredient ingredient) {
    return written().stream()
        .anyMatch(format -> format.needs(settings(format)).contains(ingredient));
  }
}
