package org.distroc.format.iso;

import java.util.List;
import java.util.Optional;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Opens CD images. */
final class IsoReader implements PartReader {
  @Override
  public String kind() {
    return "ISO";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return IsoImage.is(file);
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) {
    return Optional.of(new IsoImage(file).parts());
  }
}
