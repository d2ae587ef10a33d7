package org.distroc.format.uki;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.diag.Code;
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
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/** An EFI program that begins with a stub of systemd or of ours. */
public final class UkiFormat implements ImageFormat {
  /** Without it, a kernel is no program that UEFI starts. */
  public static final KernelNeed EFI_STUB =
      new KernelNeed(
          Code.D5100,
          "EFI_STUB",
          "UEFI cannot start this kernel",
          "no EFI program",
          "image.formats");

  /** What the rule of an EFI program is made from, besides the kernel. */
  public static final List<String> SOURCES =
      List.of("cmdline.txt", "efi-stub.c", "efi-stub.ld", "efi-program.S");

  @Override
  public String name() {
    return "uki";
  }

  @Override
  public String summary() {
    return "one EFI program with kernel and initramfs (a unified kernel image)";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.allOf(Ingredient.class);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + ".efi";
  }

  @Override
  public List<Tool> tools() {
    return EfiTarget.stubs();
  }

  @Override
  public List<Tool> tools(ImageContents contents) {
    return Loader.of(contents, contents.settings(this)).efiTools(contents);
  }

  @Override
  public List<Tool> shipped() {
    return EfiTarget.stubs();
  }

  @Override
  public List<KernelNeed> kernelNeeds(ImageContents contents) {
    return List.of(EFI_STUB);
  }

  @Override
  public Set<Firmware> firmware() {
    return EnumSet.of(Firmware.UEFI);
  }

  @Override
  public List<Firmware> startsBy(Architecture architecture, FormatSettings settings) {
    return EfiTarget.of(architecture).isPresent()
        ? ImageFormat.super.startsBy(architecture, settings)
        : List.of();
  }

  /** QEMU's firmware gets the program as it would get a kernel. */
  @Override
  public Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(new BootMedium.EfiProgram(name(), files.image()));
  }

  @Override
  public List<String> sources(FormatSettings settings) {
    return SOURCES;
  }

  @Override
  public List<String> scratch() {
    return List.of("uki");
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("small", Loader.of(contents, contents.settings(this)) == Loader.SMALL);
    values.put(
        "efi", EfiTarget.of(contents.architecture()).map(EfiTarget::values).orElse(Map.of()));
    return values;
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    if (!PeFile.is(file)) {
      return Optional.of("it does not begin as an EFI program does");
    }
    return Contained.flaw(new PeReader(), file, ingredients);
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new PeReader());
  }

  /** The sections of such a file, for formats that contain one. */
  public static List<org.distroc.format.Part> parts(byte[] file) {
    return PeFile.is(file) ? new ArrayList<>(new PeFile(file).parts()) : List.of();
  }
}
