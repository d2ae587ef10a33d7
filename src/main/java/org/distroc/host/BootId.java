package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Identifies the current boot of this machine. What was written in this boot is in the page cache
 * at least; after a power failure another boot may find files truncated.
 */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * The kernel's random UUID of this boot; {@code unknown} where {@code /proc} does not show it.
   *
   * @throws IOException if the file exists and cannot be read
   */
  public static String current() throws IOException {
    return Files.isReadable(FILE) ? BoundedFiles.text(FILE, BoundedFiles.NOTE).strip() : "unknown";
  }
}
