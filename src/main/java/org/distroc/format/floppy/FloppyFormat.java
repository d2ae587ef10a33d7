package org.distroc.format.floppy;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.Contained;
import org.distroc.format.FatImage;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.PartReader;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;

/** A FAT12 image with kernel, initramfs, and SYSLINUX as its boot loader. */
public final class FloppyFormat implements ImageFormat {
  private static final Tool MTOOLS = Tool.program("mtools", "mtools", "write FAT file systems");
  private static final Tool SYSLINUX = Tool.program("syslinux", "syslinux", "boot disks");

  /** 2880 sectors. */
  private static final int SIZE = 2880 * 512;

  /** The longest label of a FAT file system. */
  private static final int LONGEST = 11;

  @Override
  public String name() {
    return "floppy";
  }

  @Override
  public String summary() {
    return "a 1.44 MB floppy disk that boots on a PC with a BIOS";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.allOf(Ingredient.class);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + ".img";
  }

  @Override
  public List<Tool> tools() {
    return List.of(MTOOLS, SYSLINUX);
  }

  /** The program writes its own boot sector and loader into the image. */
  @Override
  public List<Tool> shipped() {
    return List.of(SYSLINUX);
  }

  @Override
  public Set<Firmware> firmware() {
    return EnumSet.of(Firmware.BIOS);
  }

  @Override
  public Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(new BootMedium.Drive(name(), files.image(), "if=floppy,readonly=on", "a"));
  }

  @Override
  public List<String> configurations() {
    return List.of("syslinux.cfg");
  }

  /** Of the characters that a label may have, these are safe in a command. */
  @Override
  public Map<String, Object> values(ImageContents contents) {
    String label = contents.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return Map.of("label", label.substring(0, Math.min(LONGEST, label.length())));
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    if (file.length != SIZE) {
      return Optional.of("it has " + file.length + " bytes instead of " + SIZE);
    }
    return FatImage.is(file)
        ? Contained.flaw(new FloppyReader(), file, ingredients)
        : Optional.of("it has no boot sector with a FAT12 file system");
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new FloppyReader());
  }
}
