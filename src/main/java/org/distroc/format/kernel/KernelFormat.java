package org.distroc.format.kernel;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.PartReader;
import org.distroc.spec.Firmware;

/** The kernel image as the kernel's make builds it. */
public final class KernelFormat implements ImageFormat {
  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public String summary() {
    return "the kernel alone";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.KERNEL);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.kernel();
  }

  @Override
  public Set<Firmware> firmware() {
    return EnumSet.allOf(Firmware.class);
  }

  /** QEMU loads it together with the initramfs, if there is one. */
  @Override
  public Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(
        new BootMedium.KernelAndInitramfs(files.kernel(), files.initramfs(), files.cmdline()));
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return KernelReader.of(file)
        .map(image -> image.flaw(file))
        .orElse(Optional.of("it does not begin as a kernel image does"));
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new KernelReader());
  }
}
