package org.distroc.format.iso;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.Contained;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.PartReader;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;

/** An ISO 9660 image with kernel, initramfs, and ISOLINUX as its boot loader. */
public final class IsoFormat implements ImageFormat {
  private static final Tool XORRISO = Tool.program("xorriso", "xorriso", "write CD images");
  private static final Tool ISOLINUX =
      Tool.file(
          "isolinux",
          "isolinux",
          "boot CD images",
          "/usr/lib/ISOLINUX/isolinux.bin",
          "/usr/lib/syslinux/bios/isolinux.bin",
          "/usr/share/syslinux/isolinux.bin");
  private static final Tool LDLINUX =
      Tool.file(
          "syslinux modules",
          "syslinux-common",
          "boot CD images",
          "/usr/lib/syslinux/modules/bios/ldlinux.c32",
          "/usr/lib/syslinux/bios/ldlinux.c32",
          "/usr/share/syslinux/ldlinux.c32");

  /** The longest name of a volume that ISO 9660 allows. */
  private static final int LONGEST = 32;

  @Override
  public String name() {
    return "iso";
  }

  @Override
  public String summary() {
    return "a CD image that boots on a PC with a BIOS";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.allOf(Ingredient.class);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + ".iso";
  }

  @Override
  public List<Tool> tools() {
    return List.of(XORRISO, ISOLINUX, LDLINUX);
  }

  @Override
  public List<Tool> shipped() {
    return List.of(ISOLINUX, LDLINUX);
  }

  @Override
  public Set<Firmware> firmware() {
    return EnumSet.of(Firmware.BIOS);
  }

  @Override
  public Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(
        new BootMedium.Drive(name(), files.image(), "if=ide,media=cdrom,readonly=on", "d"));
  }

  @Override
  public List<String> configurations() {
    return List.of("isolinux.cfg");
  }

  @Override
  public List<String> scratch() {
    return List.of("iso");
  }

  /** ISO 9660 allows capitals, digits and underscores in the name of a volume. */
  @Override
  public Map<String, String> values(ImageContents contents) {
    String volume = contents.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    return Map.of("volume", volume.substring(0, Math.min(LONGEST, volume.length())));
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return IsoImage.flaw(file).or(() -> Contained.flaw(new IsoReader(), file, ingredients));
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new IsoReader());
  }
}
