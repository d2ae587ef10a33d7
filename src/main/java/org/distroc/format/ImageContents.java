package org.distroc.format;

import java.util.List;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.host.Sha256;
import org.distroc.spec.FormatSettings;

/**
 * What a format knows about the system in the image.
 *
 * @param name of the distribution, a safe file name
 * @param architecture what it runs on
 * @param kernel file name of the kernel image in the build folder
 * @param initramfs file name of the initramfs in the build folder
 * @param hasInit whether there is a first program, and so an initramfs
 * @param cmdline the kernel's parameters, one each
 * @param settings what the recipe sets for formats, by their names
 * @param digest of everything that the recipe says: what identifiers are derived from
 */
public record ImageContents(
    String name,
    Architecture architecture,
    String kernel,
    String initramfs,
    boolean hasInit,
    List<String> cmdline,
    Map<String, FormatSettings> settings,
    String digest) {
  /** Copies the collections. */
  public ImageContents {
    cmdline = List.copyOf(cmdline);
    settings = Map.copyOf(settings);
  }

  /** What the recipe sets for a format. */
  public FormatSettings settings(ImageFormat format) {
    return settings.getOrDefault(format.name(), FormatSettings.NONE);
  }

  /**
   * A UUID of version 4 in capitals, the same for the same recipe and purpose.
   *
   * @param purpose what it identifies
   */
  public String uuid(String purpose) {
    String hex = Sha256.of(purpose + " " + digest).toUpperCase(java.util.Locale.ROOT);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        "4" + hex.substring(13, 16),
        "8" + hex.substring(17, 20),
        hex.substring(20, 32));
  }

  /** Eight hexadecimal digits, the same for the same recipe and purpose; never all zeros. */
  public String serial(String purpose) {
    return "1"
        + Sha256.of(purpose + " " + digest).substring(0, 7).toUpperCase(java.util.Locale.ROOT);
  }
}
