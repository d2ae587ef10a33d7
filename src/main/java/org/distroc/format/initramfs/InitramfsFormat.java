package org.distroc.format.initramfs;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.format.Contained;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.KernelNeed;
import org.distroc.format.PartReader;

/** The initramfs alone. No machine starts from it; boot loaders load it together with a kernel. */
public final class InitramfsFormat implements ImageFormat {
  /** The name of the uncompressed archive. */
  public static final String ARCHIVE = "initramfs.cpio";

  @Override
  public String name() {
    return "initramfs";
  }

  @Override
  public String summary() {
    return "the archive with the init program";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.INITRAMFS);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.initramfs();
  }

  @Override
  public List<KernelNeed> kernelNeeds(ImageContents contents) {
    return List.of(
        new KernelNeed(
            Code.D4002,
            "BLK_DEV_INITRD",
            "this kernel ignores the initramfs, so it cannot find init",
            "is in the initramfs"));
  }

  /** The archive, if that is among the ingredients, or else the files in it. */
  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    byte[] archive = ingredients.get(ARCHIVE);
    return archive == null
        ? CpioArchive.flaw(file).or(() -> Contained.flaw(new CpioReader(), file, ingredients))
        : CompressedFile.flaw(file, archive);
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new CpioReader());
  }
}
