package org.distroc.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the machine starts from. */
public sealed interface BootMedium {

  /**
   * A CD image with a boot loader.
   *
   * @param image the ISO 9660 file
   */
  record IsoImage(Path image) implements BootMedium {
    /** Refuses null. */
    public IsoImage {
      Objects.requireNonNull(image);
    }
  }

  /**
   * A kernel that QEMU loads itself, without firmware looking for a disk.
   *
   * @param kernel the kernel image, a bzImage for example
   * @param initramfs the archive of the first file system, if the kernel does not contain it
   * @param cmdline the kernel's parameters, one each
   */
  record KernelAndInitramfs(Path kernel, Optional<Path> initramfs, List<String> cmdline)
      implements BootMedium {
    /** Copies the parameters. */
    public KernelAndInitramfs {
      Objects.requireNonNull(kernel);
      Objects.requireNonNull(initramfs);
      cmdline = List.copyOf(cmdline);
    }
  }
}
