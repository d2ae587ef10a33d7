package org.distroc.format.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.format.ImageFormat;
import org.distroc.format.cpio.CpioFormat;
import org.distroc.format.disk.DiskFormat;
import org.distroc.format.floppy.FloppyFormat;
import org.distroc.format.initramfs.InitramfsFormat;
import org.distroc.format.iso.IsoFormat;
import org.distroc.format.kernel.KernelFormat;
import org.distroc.format.netboot.NetbootFormat;
import org.distroc.format.oci.OciFormat;
import org.distroc.format.qcow2.Qcow2Format;
import org.distroc.format.tar.TarFormat;
import org.distroc.format.uki.UkiFormat;
import org.distroc.format.vhdx.VhdxFormat;
import org.distroc.format.vmdk.VmdkFormat;
import org.distroc.host.Tool;

/** All formats that recipes can ask for. */
public final class Formats {
  /** The format that is booted when nothing else is built. */
  public static final ImageFormat KERNEL = new KernelFormat();

  /** The archive that other formats contain. */
  public static final ImageFormat INITRAMFS = new InitramfsFormat();

  private static final ImageFormat ISO = new IsoFormat();

  /** In the order in which they are built; what others contain comes first. */
  public static final List<ImageFormat> ALL =
      List.of(
          KERNEL,
          INITRAMFS,
          ISO,
          new FloppyFormat(),
          new DiskFormat(),
          new UkiFormat(),
          new Qcow2Format(),
          new VmdkFormat(),
          new VhdxFormat(),
          new NetbootFormat(),
          new TarFormat(),
          new CpioFormat(),
          new OciFormat());

  private Formats() {}

  /** The format of a name. */
  public static Optional<ImageFormat> of(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** The formats of some names, in the order in which they are built; other names are left out. */
  public static List<ImageFormat> of(Collection<String> names) {
    return ALL.stream().filter(format -> names.contains(format.name())).toList();
  }

  /** The formats that are built by default. */
  public static List<ImageFormat> byDefault() {
    return List.of(ISO);
  }

  /** The formats that are built by default for an architecture. */
  public static List<ImageFormat> byDefault(Architecture architecture) {
    return startsFromDisks(architecture) ? byDefault() : List.of(KERNEL, INITRAMFS);
  }

  /** Whether a machine of an architecture starts from images; else QEMU itself starts kernels. */
  public static boolean startsFromDisks(Architecture architecture) {
    return !architecture.board().firmware().isEmpty();
  }

  /** All formats, the most complete first. */
  public static List<ImageFormat> mostCompleteFirst() {
    return ALL.stream().sorted(Comparator.comparing(format -> -format.needs().size())).toList();
  }

  /** The formats that a machine can be started from. */
  public static List<ImageFormat> bootable() {
    return ALL.stream().filter(format -> !format.firmware().isEmpty()).toList();
  }

  /**
   * The format that a machine boots by default: the most complete one. A kernel is always built, so
   * it is the fallback.
   */
  public static ImageFormat bootedOf(Collection<ImageFormat> built) {
    return mostCompleteFirst().stream()
        .filter(bootable()::contains)
        .filter(built::contains)
        .findFirst()
        .orElse(KERNEL);
  }

  /** The tools of all formats, each once. */
  public static List<Tool> tools() {
    return once(ImageFormat::tools);
  }

  /** The tools whose bytes end up in images. */
  public static List<Tool> shipped() {
    return once(ImageFormat::shipped);
  }

  /** By name: the hash of a whole record takes code that Java would generate at every start. */
  private static List<Tool> once(Function<ImageFormat, List<Tool>> tools) {
    Map<String, Tool> byName = new LinkedHashMap<>();
    ALL.forEach(format -> tools.apply(format).forEach(t -> byName.putIfAbsent(t.name(), t)));
    return List.copyOf(byName.values());
  }
}
