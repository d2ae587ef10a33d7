package org.distroc.format.netboot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.distroc.format.uki.UkiFormat;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/**
 * A folder for a TFTP or web server, from which machines start over the network: kernel and
 * initramfs, what a BIOS or UEFI loads first, and the configuration of the usual network loaders.
 */
public final class NetbootFormat implements ImageFormat {
  /** The folder in the build folder. */
  private static final String FOLDER = "netboot";

  private static final String SCRIPT = FOLDER + "/boot.ipxe";
  private static final String LOADER = FOLDER + "/pxelinux.0";
  private static final String PROGRAM = FOLDER + "/boot.efi";

  /** Words of iPXE's scripts. */
  private static final Set<String> OPERATORS = Set.of("&&", "||", ";");

  private static final Tool PXELINUX =
      Tool.file(
          "pxelinux",
          "pxelinux",
          "boot over the network",
          "/usr/lib/PXELINUX/pxelinux.0",
          "/usr/lib/syslinux/bios/pxelinux.0",
          "/usr/share/syslinux/pxelinux.0");
  private static final Tool MODULE =
      Tool.file(
          "pxelinux modules",
          "syslinux-common",
          "boot over the network",
          "/usr/lib/syslinux/modules/bios/ldlinux.c32",
          "/usr/lib/syslinux/bios/ldlinux.c32",
          "/usr/share/syslinux/ldlinux.c32");

  @Override
  public String name() {
    return "netboot";
  }

  @Override
  public String summary() {
    return "a folder that machines start from over the network";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.allOf(Ingredient.class);
  }

  /** What the firmware loads first. */
  @Override
  public String fileName(ImageContents contents) {
    if (!bios(contents)) {
      return PROGRAM;
    }
    return small(contents) ? SCRIPT : LOADER;
  }

  @Override
  public List<String> more(ImageContents contents) {
    List<String> files =
        new ArrayList<>(
            List.of(FOLDER + "/" + contents.kernel(), SCRIPT, FOLDER + "/grub/grub.cfg"));
    if (contents.hasInit()) {
      files.add(FOLDER + "/" + contents.initramfs());
    }
    if (bios(contents)) {
      files.add(FOLDER + "/pxelinux.cfg/default");
      if (!small(contents)) {
        files.addAll(List.of(LOADER, FOLDER + "/ldlinux.c32"));
      }
    }
    if (uefi(contents)) {
      files.add(PROGRAM);
    }
    files.remove(fileName(contents));
    return files;
  }

  private boolean bios(ImageContents contents) {
    return contents.settings(this).firmware().contains(Firmware.BIOS);
  }

  private boolean uefi(ImageContents contents) {
    return contents.settings(this).firmware().contains(Firmware.UEFI);
  }

  private boolean small(ImageContents contents) {
    return Loader.of(contents, contents.settings(this)) == Loader.SMALL;
  }

  @Override
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(List.of(PXELINUX, MODULE));
    tools.addAll(EfiTarget.stubs());
    return tools;
  }

  @Override
  public List<Tool> tools(ImageContents contents) {
    List<Tool> tools = new ArrayList<>();
    if (bios(contents) && !small(contents)) {
      tools.addAll(List.of(PXELINUX, MODULE));
    }
    if (uefi(contents)) {
      tools.addAll(Loader.of(contents, contents.settings(this)).efiTools(contents));
    }
    return tools;
  }

  @Override
  public List<Tool> shipped() {
    return tools();
  }

  @Override
  public List<KernelNeed> kernelNeeds(ImageContents contents) {
    return uefi(contents) ? List.of(UkiFormat.EFI_STUB.at("image.netboot.firmware")) : List.of();
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

  /** iPXE's script is one of the ways to start it. */
  @Override
  public Optional<String> misreads(String parameter) {
    if (parameter.contains("${")) {
      return Optional.of("iPXE replaces `${`…`}` by a setting of its own");
    }
    return OPERATORS.contains(parameter)
        ? Optional.of("iPXE reads `" + parameter + "` as the end of a command")
        : Optional.empty();
  }

  @Override
  public Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(new BootMedium.Served(name(), files.image(), "boot.efi"));
  }

  @Override
  public List<String> configurations() {
    return List.of("boot.ipxe", "pxelinux.cfg", "grub.cfg");
  }

  /** The loader's file contains none of them: they are files of their own. */
  @Override
  public List<String> configurations(FormatSettings settings) {
    return List.of();
  }

  @Override
  public List<String> sources(FormatSettings settings) {
    List<String> sources = new ArrayList<>(List.of("boot.ipxe", "grub.cfg"));
    if (settings.firmware().contains(Firmware.BIOS)) {
      sources.add("pxelinux.cfg");
    }
    if (settings.firmware().contains(Firmware.UEFI)) {
      sources.addAll(UkiFormat.SOURCES);
    }
    return sources;
  }

  @Override
  public List<String> scratch() {
    return List.of(FOLDER, "netboot.efi");
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("small", small(contents));
    values.put("bios", bios(contents));
    values.put("uefi", uefi(contents));
    values.put("more", more(contents));
    values.put("pxelinux", PXELINUX.where());
    values.put("module", MODULE.where());
    values.put(
        "efi", EfiTarget.of(contents.architecture()).map(EfiTarget::values).orElse(Map.of()));
    return values;
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return file.length == 0 ? Optional.of("it is empty") : Optional.empty();
  }

  /** A copy of an ingredient must be one. */
  @Override
  public Optional<String> flaw(String more, byte[] file, Map<String, byte[]> ingredients) {
    byte[] original = ingredients.get(more.substring(FOLDER.length() + 1));
    return original == null || Arrays.equals(original, file)
        ? flaw(file, ingredients)
        : Optional.of("it is no copy of " + more.substring(FOLDER.length() + 1));
  }
}
