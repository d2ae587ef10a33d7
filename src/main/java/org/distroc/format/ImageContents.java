package org.distroc.format;

import java.util.List;

/**
 * What a format knows about the system in the image.
 *
 * @param name of the distribution, a safe file name
 * @param kernel file name of the kernel image in the build folder
 * @param initramfs file name of the initramfs in the build folder
 * @param hasInit whether there is a first program, and so an initramfs
 * @param cmdline the kernel's parameters, one each
 */
public record ImageContents(
    String name, String kernel, String initramfs, boolean hasInit, List<String> cmdline) {
  /** Copies the list. */
  public ImageContents {
    cmdline = List.copyOf(cmdline);
  }
}
