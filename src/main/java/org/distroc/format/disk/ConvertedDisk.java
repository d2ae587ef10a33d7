package org.distroc.format.disk;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/**
 * The disk of {@link DiskFormat} in the file format of a virtual machine, which qemu-img writes.
 * What the recipe sets for the disk is set for this, too.
 */
public abstract class ConvertedDisk implements ImageFormat {
  private static final Tool QEMU_IMG =
      Tool.program("qemu-img", "qemu-utils", "write disks of virtual machines");

  private final DiskFormat disk = new DiskFormat();
  private final String name;
  private final String summary;
  private final byte[] mark;

  /**
   * A format that qemu-img knows.
   *
   * @param name also its name for qemu-img and QEMU, and the suffix of the file
   * @param summary without a full stop
   * @param mark what its files begin with
   */
  protected ConvertedDisk(String name, String summary, byte[] mark) {
    this.name = name;
    this.summary = summary;
    this.mark = mark.clone();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.KERNEL, Ingredient.INITRAMFS);
  }

  /** That of the disk. */
  @Override
  public final Set<Ingredient> holds(FormatSettings settings) {
    return disk.holds(settings);
  }

  @Override
  public final Set<String> madeOf() {
    return Set.of(disk.name());
  }

  @Override
  public final String fileName(ImageContents contents) {
    return contents.name() + "." + name;
  }

  @Override
  public List<Tool> tools() {
    return List.of(QEMU_IMG);
  }

  @Override
  public final Set<Firmware> firmware() {
    return disk.firmware();
  }

  @Override
  public final Set<Firmware> firmware(FormatSettings settings) {
    return disk.firmware();
  }

  @Override
  public final List<Firmware> startsBy(Architecture architecture, FormatSettings settings) {
    return disk.startsBy(architecture, settings);
  }

  @Override
  public final Optional<BootMedium> medium(BootFiles files) {
    return Optional.of(new BootMedium.Disk(name, files.image(), name));
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    return Map.of("disk", disk.fileName(contents), "encoding", name);
  }

  @Override
  public final Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return file.length > mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length)
        ? Optional.empty()
        : Optional.of("it does not begin as a file of this format does");
  }
}
