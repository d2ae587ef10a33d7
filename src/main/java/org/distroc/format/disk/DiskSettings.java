package org.distroc.format.disk;

import java.util.Locale;
import java.util.Set;
import org.distroc.format.ImageContents;
import org.distroc.format.Loader;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/**
 * What a recipe sets under {@code image.disk}, with defaults.
 *
 * @param gpt whether the partition table is a GPT; else it is that of an MBR
 * @param firmware what starts it
 * @param bootSectors the size of the first partition in sectors; 0 for as small as possible
 * @param label of the file system that is booted
 * @param dataSectors the size of a partition for data in sectors; 0 for none
 */
record DiskSettings(
    boolean gpt, Set<Firmware> firmware, long bootSectors, String label, long dataSectors) {
  /** The longest label of a FAT file system. */
  static final int LONGEST_LABEL = 11;

  private static final int SECTOR = 512;

  static DiskSettings of(FormatSettings settings, String name) {
    String label = settings.text("label").orElse(name).toUpperCase(Locale.ROOT);
    label = label.replaceAll("[^A-Z0-9]", "_");
    return new DiskSettings(
        settings.text("table").filter("gpt"::equals).isPresent(),
        settings.firmware(),
        settings.bytes("boot.size").orElse(0L) / SECTOR,
        label.substring(0, Math.min(LONGEST_LABEL, label.length())),
        settings.bytes(DiskRoot.DATA).orElse(0L) / SECTOR);
  }

  boolean bios() {
    return firmware.contains(Firmware.BIOS);
  }

  boolean uefi() {
    return firmware.contains(Firmware.UEFI);
  }

  /** Whether SYSLINUX is the boot loader for the BIOS. */
  boolean syslinux(ImageContents contents, FormatSettings settings) {
    return bios() && Loader.of(contents, settings) == Loader.STANDARD;
  }

  /** The first sector of the first partition: after the table, and where flash blocks begin. */
  int start() {
    return gpt ? 40 : 8;
  }
}
