package org.distroc.format.floppy;

import java.util.List;
import java.util.Optional;
import org.distroc.format.FatImage;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Opens floppy images. */
final class FloppyReader implements PartReader {
  @Override
  public String kind() {
    return "floppy";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return FatImage.is(file);
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) {
    return Optional.of(new FatImage(file).parts());
  }
}
