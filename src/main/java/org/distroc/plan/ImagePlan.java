package org.distroc.plan;

import java.util.List;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.spec.Compression;

/**
 * The files to build.
 *
 * @param formats which of them, in the order in which they are built
 * @param compression how the initramfs is compressed
 */
public record ImagePlan(List<ImageFormat> formats, Compression compression) {

  /** Copies the list. */
  public ImagePlan {
    formats = List.copyOf(formats);
  }

  /** Whether one of the formats needs an ingredient. */
  public boolean needs(Ingredient ingredient) {
    return formats.stream().anyMatch(format -> format.needs().contains(ingredient));
  }
}
