package org.distroc.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The built files that a machine can be started from.
 *
 * @param image the file of the format that is booted
 * @param kernel the kernel image
 * @param initramfs the initramfs, if one is built
 * @param cmdline the kernel's parameters, one each
 */
public record BootFiles(Path image, Path kernel, Optional<Path> initramfs, List<String> cmdline) {
  /** Copies the list. */
  public BootFiles {
    cmdline = List.copyOf(cmdline);
  }
}
