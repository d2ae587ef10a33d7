package org.distroc.format.disk;

import java.util.List;
import java.util.Optional;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Opens images of disks: their partitions, and the files in those of FAT. */
final class DiskReader implements PartReader {
  @Override
  public String kind() {
    return "disk";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return DiskImage.is(file);
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) {
    return Optional.of(new DiskImage(file).parts());
  }
}
