package org.distroc.format.iso;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.Contained;
import org.distroc.format.EfiTarget;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.KernelNeed;
import org.distroc.format.Loader;
import org.distroc.format.PartReader;
import org.distroc.format.uki.UkiFormat;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

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

  /** The first sector of a disk that starts ISOLINUX of the same image. */
  private static final Tool HYBRID =
      Tool.file(
          "isohybrid sector",
          "isolinux",
          "boot CD images from a USB stick",
          "/usr/lib/ISOLINUX/isohdpfx.bin",
          "/usr/lib/syslinux/bios/isohdpfx.bin",
          "/usr/share/syslinux/isohdpfx.bin");

  /** The longest name of a volume that ISO 9660 allows. */
  private static final int LONGEST = 32;

  /** And for a FAT file system. */
  private static final int LONGEST_OF_FAT = 11;

  @Override
  public String name() {
    return "iso";
  }

  @Override
  public String summary() {
    return "a CD image that boots on a PC with a BIOS, UEFI or both";
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
    List<Tool> tools = new ArrayList<>(List.of(XORRISO, ISOLINUX, LDLINUX, HYBRID));
    tools.addAll(EfiTarget.stubs());
    return tools;
  }

  @Override
  public List<Tool> tools(ImageContents contents) {
    FormatSettings settings = contents.settings(this);
    List<Tool> tools = new ArrayList<>();
    if (!Loader.isSmall(settings)) {
      tools.add(XORRISO);
      if (settings.firmware().contains(Firmware.BIOS)) {
        tools.addAll(List.of(ISOLINUX, LDLINUX));
      }
      if (settings.is("hybrid")) {
        tools.add(HYBRID);
      }
      if (settings.firmware().contains(Firmware.UEFI)) {
        tools.addAll(Loader.STANDARD.efiTools(contents));
      }
    }
    return tools;
  }

  @Override
  public List<Tool> shipped() {
    List<Tool> shipped = new ArrayList<>(List.of(ISOLINUX, LDLINUX, HYBRID));
    shipped.addAll(EfiTarget.stubs());
    return shipped;
  }

  @Override
  public List<KernelNeed> kernelNeeds(ImageContents contents) {
    return contents.settings(this).firmware().contains(Firmware.UEFI)
        ? List.of(UkiFormat.EFI_STUB.at("image.iso.firmware"))
        : List.of();
  }

  @Override
  public Set<Firmware> firmware() {
    return EnumSet.allOf(Firmware.class);
  }

  @Override
  public Set<Firmware> firmware(FormatSettings settings) {
    return settings.firmware();
  }

  @Override
  public List<Firmware> startsBy(Architecture architecture, FormatSettings settings) {
    List<Firmware> firmware = new ArrayList<>(ImageFormat.super.startsBy(architecture, settings));
    if (EfiTarget.of(architecture).isEmpty()) {
      firmware.remove(Firmware.UEFI);
    }
    return firmware;
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
  public List<String> configurations(FormatSettings settings) {
    return Loader.isSmall(settings) || !settings.firmware().contains(Firmware.BIOS)
        ? List.of()
        : configurations();
  }

  @Override
  public List<String> sources(FormatSettings settings) {
    Set<String> sources = new LinkedHashSet<>();
    if (settings.firmware().contains(Firmware.UEFI)) {
      sources.addAll(UkiFormat.SOURCES);
      sources.add("efi-partition.S");
    }
    if (Loader.isSmall(settings)) {
      sources.addAll(List.of("cmdline.txt", "iso.S"));
      if (settings.firmware().contains(Firmware.BIOS)) {
        sources.add("bios-loader.S");
      }
    }
    return List.copyOf(sources);
  }

  @Override
  public List<String> scratch() {
    return List.of("iso", "iso.efi");
  }

  /** ISO 9660 allows capitals, digits and underscores in the name of a volume. */
  @Override
  public Map<String, Object> values(ImageContents contents) {
    FormatSettings settings = contents.settings(this);
    String label = settings.text("label").orElse(contents.name()).toUpperCase(Locale.ROOT);
    String volume = label.replaceAll("[^A-Z0-9_]", "_");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("volume", volume.substring(0, Math.min(LONGEST, volume.length())));
    values.put("label", volume.substring(0, Math.min(LONGEST_OF_FAT, volume.length())));
    values.put("serial", contents.serial("iso"));
    values.put("small", Loader.isSmall(settings));
    values.put("hybrid", settings.is("hybrid"));
    values.put("bios", settings.firmware().contains(Firmware.BIOS));
    values.put("uefi", settings.firmware().contains(Firmware.UEFI));
    values.put("mbr", HYBRID.where());
    values.put("kernelName", shortName(contents.kernel()));
    values.put("initramfsName", shortName(contents.initramfs()));
    values.put(
        "efi", EfiTarget.of(contents.architecture()).map(EfiTarget::values).orElse(Map.of()));
    return values;
  }

  /** Eight capitals, and three after a dot, for systems that do not know Rock Ridge. */
  private static String shortName(String name) {
    String[] parts = name.toUpperCase(Locale.ROOT).split("\\.", 2);
    String end = parts.length == 1 ? "" : parts[1].replaceAll("[^A-Z0-9]", "_");
    String start = parts[0].replaceAll("[^A-Z0-9]", "_");
    return start.substring(0, Math.min(8, start.length()))
        + "."
        + end.substring(0, Math.min(3, end.length()));
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    // For UEFI alone, the files are in the file system that it reads.
    return IsoImage.flaw(file)
        .or(
            () ->
                ingredients.keySet().stream().anyMatch(this.configurations()::contains)
                    ? Contained.flaw(new IsoReader(), file, ingredients)
                    : Contained.anywhere(file, ingredients));
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new IsoReader());
  }
}
