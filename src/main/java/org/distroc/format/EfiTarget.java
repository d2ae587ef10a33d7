package org.distroc.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.host.Tool;

/**
 * What UEFI calls the processor of an architecture: in the header of programs, and in the name of
 * the file that it starts from a disk which no boot entry names.
 *
 * @param machine its number in the header of a PE file
 * @param file in the folder {@code /EFI/BOOT}, as eight and three characters with spaces
 * @param stub systemd's stub, where objcopy can add to it
 */
public record EfiTarget(int machine, String file, Optional<Tool> stub) {
  /** By the machine in the header of the architecture's ELF files. */
  private static final Map<Integer, EfiTarget> BY_ELF = new LinkedHashMap<>();

  static {
    BY_ELF.put(62, new EfiTarget(34404, "BOOTX64 EFI", Optional.of(stub("linuxx64.efi.stub"))));
    BY_ELF.put(183, new EfiTarget(43620, "BOOTAA64EFI", Optional.empty()));
  }

  /** That of an architecture, if its UEFI starts programs of 64 bits. */
  public static Optional<EfiTarget> of(Architecture architecture) {
    return Optional.ofNullable(BY_ELF.get(architecture.programs().standard().machine()));
  }

  /** The stubs of all architectures. */
  public static List<Tool> stubs() {
    return BY_ELF.values().stream().flatMap(target -> target.stub().stream()).toList();
  }

  /** The file name as UEFI spells it: {@code BOOTX64.EFI}. */
  public String name() {
    return file.substring(0, 8).strip() + "." + file.substring(8);
  }

  /** Values for templates. */
  public Map<String, Object> values() {
    return Map.of(
        "machine",
        machine,
        "file",
        file,
        "name",
        name(),
        "stubs",
        stub.map(Tool::where).orElse(List.of()));
  }

  private static Tool stub(String name) {
    return Tool.file(
        "systemd stub",
        "systemd-boot-efi",
        "start kernels by UEFI",
        "/usr/lib/systemd/boot/efi/" + name);
  }
}
