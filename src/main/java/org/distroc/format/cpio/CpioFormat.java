package org.distroc.format.cpio;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.initramfs.InitramfsFormat;

/**
 * The root file system as a cpio archive, which is not compressed whatever the initramfs is. What
 * opens the initramfs also opens this. No machine starts from it.
 */
public final class CpioFormat implements ImageFormat {
  private final InitramfsFormat initramfs = new InitramfsFormat();

  @Override
  public String name() {
    return "cpio";
  }

  @Override
  public String summary() {
    return "the root file system as an archive that is never compressed";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.INITRAMFS);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + ".cpio";
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    byte[] archive = ingredients.get(InitramfsFormat.ARCHIVE);
    return archive == null || java.util.Arrays.equals(archive, file)
        ? initramfs.flaw(file, Map.of())
        : Optional.of("it is no copy of " + InitramfsFormat.ARCHIVE);
  }
}
