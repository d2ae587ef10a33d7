package org.distroc.format.disk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.EfiTarget;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.KernelNeed;
import org.distroc.format.Loader;
import org.distroc.format.PartReader;
import org.distroc.format.uki.UkiFormat;
import org.distroc.host.Sha256;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/** A raw image of a disk with a partition table, which a BIOS, UEFI or both start. */
public final class DiskFormat implements ImageFormat {
  private static final Tool SFDISK =
      Tool.file(
          "sfdisk",
          "fdisk",
          "write partition tables",
          "/usr/sbin/sfdisk",
          "/sbin/sfdisk",
          "/usr/bin/sfdisk");
  private static final Tool MTOOLS = Tool.program("mtools", "mtools", "write FAT file systems");
  private static final Tool SYSLINUX = Tool.program("syslinux", "syslinux", "boot disks");

  /** The code of the first sector that starts the boot partition, for each kind of table. */
  private static final Tool MBR = mbr("mbr.bin");

  private static final Tool GPT_MBR = mbr("gptmbr.bin");

  /** Names of formats that this one is converted to contain the same. */
  @Override
  public String name() {
    return "disk";
  }

  @Override
  public String summary() {
    return "a raw image of a disk or USB stick, with a partition table";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.allOf(Ingredient.class);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + "-disk.img";
  }

  @Override
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(List.of(SFDISK, MTOOLS, SYSLINUX, MBR, GPT_MBR));
    tools.addAll(EfiTarget.stubs());
    tools.addAll(DiskRoot.TOOLS);
    return tools;
  }

  @Override
  public List<Tool> tools(ImageContents contents) {
    FormatSettings own = contents.settings(this);
    DiskSettings settings = DiskSettings.of(own, contents.name());
    List<Tool> tools = new ArrayList<>(List.of(SFDISK));
    if (settings.syslinux(contents, own)) {
      tools.addAll(List.of(MTOOLS, SYSLINUX, settings.gpt() ? GPT_MBR : MBR));
    }
    if (settings.uefi()) {
      tools.addAll(Loader.of(contents, own).efiTools(contents));
    }
    DiskRoot.of(own).ifPresent(root -> tools.addAll(root.tools()));
    if (settings.dataSectors() > 0) {
      tools.add(DiskRoot.MKE2FS);
    }
    return tools;
  }

  @Override
  public List<Tool> shipped() {
    List<Tool> shipped = new ArrayList<>(List.of(SYSLINUX, MBR, GPT_MBR));
    shipped.addAll(EfiTarget.stubs());
    return shipped;
  }

  @Override
  public List<KernelNeed> kernelNeeds(ImageContents contents) {
    List<KernelNeed> needs = new ArrayList<>();
    if (firmware(contents.settings(this)).contains(Firmware.UEFI)) {
      needs.add(UkiFormat.EFI_STUB.at("image.disk.firmware"));
    }
    root(contents).ifPresent(root -> needs.addAll(root.kernelNeeds()));
    return needs;
  }

  /** A root of its own is made from the files of the initramfs, and takes its place. */
  @Override
  public Set<Ingredient> holds(FormatSettings settings) {
    return DiskRoot.of(settings).isPresent() ? EnumSet.of(Ingredient.KERNEL) : needs(settings);
  }

  @Override
  public List<Exclusion> exclusions(FormatSettings settings) {
    return DiskRoot.exclusions(settings);
  }

  private Optional<DiskRoot> root(ImageContents contents) {
    return DiskRoot.of(contents.settings(this)).filter(root -> contents.hasInit());
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
    return Optional.of(new BootMedium.Disk(name(), files.image(), "raw"));
  }

  @Override
  public List<String> configurations() {
    return List.of("disk.cfg");
  }

  /** The configuration is contained, but under SYSLINUX's name for it. */
  @Override
  public List<String> configurations(FormatSettings settings) {
    return List.of();
  }

  @Override
  public List<String> sources(FormatSettings settings) {
    Set<Firmware> firmware = settings.firmware();
    boolean small = Loader.isSmall(settings);
    List<String> sources = new ArrayList<>(List.of("cmdline.txt"));
    if (firmware.contains(Firmware.UEFI)) {
      sources.addAll(UkiFormat.SOURCES);
      sources.add("efi-partition.S");
    }
    if (firmware.contains(Firmware.BIOS)) {
      sources.add(small ? "bios-loader.S" : "disk.cfg");
    }
    return sources.stream().distinct().toList();
  }

  @Override
  public List<String> scratch() {
    return List.of("disk");
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    FormatSettings own = contents.settings(this);
    DiskSettings settings = DiskSettings.of(own, contents.name());
    boolean small = Loader.of(contents, own) == Loader.SMALL;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("gpt", settings.gpt());
    values.put("bios", settings.bios());
    values.put("uefi", settings.uefi());
    values.put("small", small);
    values.put("syslinux", settings.syslinux(contents, own));
    values.put("mbr", (settings.gpt() ? GPT_MBR : MBR).where());
    values.put("start", settings.start());
    values.put("bootSize", settings.bootSectors());
    values.put("label", settings.label());
    values.put("serial", contents.serial("boot"));
    values.put("table", settings.gpt() ? "gpt" : "dos");
    values.put("diskId", settings.gpt() ? contents.uuid("disk") : "0x" + contents.serial("disk"));
    values.put("boot", boot(contents, settings, small));
    Optional<DiskRoot> root = root(contents);
    values.put("root", root.map(DiskRoot::filesystem).orElse(""));
    values.put("rootParameters", root.map(one -> one.parameters(contents)).orElse(""));
    values.put("rootPartition", root.map(one -> one.partition(contents)).orElse(""));
    values.put("rootId", contents.uuid("root").toLowerCase(Locale.ROOT));
    values.put("verity", root.map(DiskRoot::verity).orElse(false));
    values.put("rootSize", own.bytes("root.size").orElse(0L) / 1024);
    values.put("salt", Sha256.of("salt " + contents.digest()));
    values.put("dataSize", settings.dataSectors() / 2);
    values.put("dataId", contents.uuid("data").toLowerCase(Locale.ROOT));
    values.put("hashSeed", contents.uuid("hash").toLowerCase(Locale.ROOT));
    values.put(
        "efi", EfiTarget.of(contents.architecture()).map(EfiTarget::values).orElse(Map.of()));
    return values;
  }

  /** What sfdisk gets about the first partition, after its place. */
  private static String boot(ImageContents contents, DiskSettings settings, boolean small) {
    if (settings.gpt()) {
      // U: the EFI system partition; otherwise data that belongs to no system.
      String type = settings.uefi() ? "U" : "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";
      return "type="
          + type
          + ", uuid="
          + contents.uuid("boot")
          + ", name="
          + settings.label()
          + (settings.bios() ? ", attrs=LegacyBIOSBootable" : "");
    }
    // ef: the EFI system partition; da: no file system; e: FAT.
    String type = settings.uefi() ? "ef" : small ? "da" : "e";
    return "type=" + type + (settings.bios() ? ", bootable" : "");
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return DiskImage.is(file)
        ? DiskImage.flaw(file, ingredients)
        : Optional.of("it has no partition table");
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new DiskReader());
  }

  private static Tool mbr(String name) {
    return Tool.file(
        "syslinux " + name,
        "syslinux-common",
        "boot disks",
        "/usr/lib/syslinux/mbr/" + name,
        "/usr/lib/syslinux/bios/" + name,
        "/usr/share/syslinux/" + name);
  }
}
