package org.distroc.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a machine starts from. */
public sealed interface BootMedium {

  /** The name of its format. */
  String format();

  /**
   * An image with a boot loader, which the firmware starts.
   *
   * @param format the name of the format
   * @param image the file
   * @param drive properties of QEMU's {@code -drive} besides file and format: {@code
   *     if=ide,media=cdrom}
   * @param order the letter of the drive in QEMU's {@code -boot order=}
   */
  record Drive(String format, Path image, String drive, String order) implements BootMedium {
    /** Rejects null. */
    public Drive {
      Objects.requireNonNull(format);
      Objects.requireNonNull(image);
      Objects.requireNonNull(drive);
      Objects.requireNonNull(order);
    }
  }

  /**
   * An image of a whole disk with a boot loader, which the firmware starts.
   *
   * @param format the name of the format
   * @param image the file
   * @param encoding QEMU's name for how the file holds the disk: {@code raw}
   */
  record Disk(String format, Path image, String encoding) implements BootMedium {
    /** Rejects null. */
    public Disk {
      Objects.requireNonNull(format);
      Objects.requireNonNull(image);
      Objects.requireNonNull(encoding);
    }
  }

  /**
   * An EFI program that UEFI gets as if it were a kernel.
   *
   * @param format the name of the format
   * @param image the file
   */
  record EfiProgram(String format, Path image) implements BootMedium {
    /** Rejects null. */
    public EfiProgram {
      Objects.requireNonNull(format);
      Objects.requireNonNull(image);
    }
  }

  /**
   * A folder that a machine gets its files from over the network.
   *
   * @param format the name of the format
   * @param image the file in it that a BIOS loads first
   * @param program the name of the one that UEFI loads
   */
  record Served(String format, Path image, String program) implements BootMedium {
    /** Rejects null. */
    public Served {
      Objects.requireNonNull(format);
      Objects.requireNonNull(image);
      Objects.requireNonNull(program);
    }

    /** The folder. */
    public Path folder() {
      return image.getParent();
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

    @Override
    public String format() {
      return "kernel";
    }
  }
}
