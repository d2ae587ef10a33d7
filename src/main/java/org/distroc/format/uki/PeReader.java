package org.distroc.format.uki;

import java.util.List;
import java.util.Optional;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Opens EFI programs with a kernel inside. */
final class PeReader implements PartReader {
  @Override
  public String kind() {
    return "EFI program";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return PeFile.is(file);
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) {
    return Optional.of(new PeFile(file).parts());
  }
}
