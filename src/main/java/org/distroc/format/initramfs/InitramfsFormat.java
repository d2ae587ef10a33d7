package org.distroc.format.initramfs;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.KernelNeed;
import org.distroc.format.PartReader;

/** The initramfs alone. No machine starts from it; boot loaders load it together with a kernel. */
public final class InitramfsFormat implements ImageFormat {
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
  public List<KernelNeed> kernelNeeds() {
    return List.of(
        new KernelNeed(
            Code.D4002,
            "BLK_DEV_INITRD",
            "this kernel ignores the initramfs, so it cannot find init",
            "is in the initramfs"));
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new CpioReader());
  }
}
