package org.distroc.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.diag.Code;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;
import org.distroc.spec.Acceleration;
import org.distroc.spec.BootTest;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.DriveBus;
import org.distroc.spec.Feature;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;
import org.distroc.spec.Libc;
import org.distroc.spec.Network;
import org.distroc.spec.RootFiles;
import org.distroc.spec.Variants;

/**
 * A valid recipe, close to its text: every value has the format that the schema in {@code schemas/}
 * requires, and what the text does not set has the schema's default.
 *
 * @param name of the distribution: a safe file name of 1 to 63 ASCII characters
 * @param version of the recipe, in the form of semantic versioning
 * @param description one line
 * @param architecture {@code x86_64}
 * @param rootfs what it writes about its root; empty if that holds the init program alone
 * @param init empty for a kernel alone, and for a root with an init of its own
 * @param tests by name, in the order of the recipe; the one test of {@code test} has an empty name
 * @param file the recipe itself, absolute
 * @param locations where each value is written
 */
public record Recipe(
    String name,
    String version,
    Optional<String> description,
    String architecture,
    Kernel kernel,
    Optional<RootFiles> rootfs,
    Optional<Init> init,
    Image image,
    Qemu qemu,
    Map<String, BootTest> tests,
    Path file,
    SourceLocations locations) {

  /** What stands for a parent folder in the names of files in a build. */
  private static final String ABOVE = "_up/";

  /** Copies the tests; their order is kept. */
  public Recipe {
    tests = Collections.unmodifiableMap(new LinkedHashMap<>(tests));
  }

  /** The folder of the recipe, absolute; relative paths start here. */
  public Path folder() {
    return file.getParent();
  }

  /** The same recipe as if another file contained it. */
  public Recipe in(Path other) {
    return new Recipe(
        name,
        version,
        description,
        architecture,
        kernel,
        rootfs,
        init,
        image,
        qemu,
        tests,
        other,
        locations);
  }

  /**
   * The name of one of the recipe's files in its build: the path from its folder. For a file of a
   * base that was fetched, it is one below a folder that stands for that base; for one of a base in
   * a parent folder, one below {@code _up}.
   */
  public String nameOf(Path named) {
    for (SourceText.Origin origin : locations.origins()) {
      if (named.startsWith(origin.root())) {
        return origin.folder() + "/" + origin.pathOf(named);
      }
    }
    // A base may be in a parent folder; what is built is all in one folder.
    return folder().relativize(named).toString().replace("../", ABOVE);
  }

  /** The same as users see it, where the recipe is shown under a name. */
  public String shownNameOf(Path named) {
    for (SourceText.Origin origin : locations.origins()) {
      if (named.startsWith(origin.root())) {
        return origin.shown() + ":" + origin.pathOf(named);
      }
    }
    return Path.of(locations.nearest("").file())
        .resolveSibling(folder().relativize(named))
        .normalize()
        .toString();
  }

  /**
   * The kernel and its options.
   *
   * @param features what it is to do, by options of the architecture, before fragments and options
   * @param fragments applied to the base in their order, before the options
   * @param options by Kconfig names without {@code CONFIG_}, in the order of the recipe; values as
   *     spelled there: {@code y}, {@code n}, {@code m}, {@code 64}, {@code 0x10}, any text
   * @param cmdline its parameters: printable ASCII, spaces only inside double quotes, at most 2047
   *     bytes when joined by spaces
   */
  public record Kernel(
      KernelSource source,
      KernelBase base,
      List<Feature> features,
      List<ConfigFragment> fragments,
      Map<String, String> options,
      List<String> cmdline) {

    /** Copies its collections; the order of the options is kept. */
    public Kernel {
      features = List.copyOf(features);
      fragments = List.copyOf(fragments);
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
      cmdline = List.copyOf(cmdline);
    }
  }

  /**
   * The init program.
   *
   * @param syscalls names of system calls, each once; empty with a C library
   * @param allow codes of diagnostics that do not stop the build
   */
  public record Init(InitProgram program, Libc libc, List<String> syscalls, List<Code> allow) {
    /** Copies the lists. */
    public Init {
      syscalls = List.copyOf(syscalls);
      allow = List.copyOf(allow);
    }
  }

  /**
   * What is built.
   *
   * @param formats names of at least one, each once, in the order of the recipe
   * @param compression of the initramfs
   * @param settings of formats, by their names; those without any are missing
   */
  public record Image(
      List<String> formats, Compression compression, Map<String, FormatSettings> settings) {
    /** Copies the collections. */
    public Image {
      formats = List.copyOf(formats);
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Formats without settings. */
    public Image(List<String> formats, Compression compression) {
      this(formats, compression, Map.of());
    }
  }

  /**
   * The virtual machine.
   *
   * @param memory in bytes, a multiple of 1 MiB
   * @param cpu as QEMU's {@code -cpu} takes it; it may hold commas and {@code =}
   * @param machine as QEMU's {@code -machine} takes it; it may hold commas and {@code =}
   * @param smp processors, 1 to 255
   * @param flags further arguments, one each, passed on unchanged
   * @param variants other machines for the tests
   * @param drive how it is connected to what it boots
   * @param disks sizes of further disks in bytes, by name, in the order of the recipe
   */
  public record Qemu(
      long memory,
      Display display,
      Optional<String> cpu,
      Optional<String> machine,
      int smp,
      Acceleration accel,
      Network network,
      Firmware firmware,
      List<String> flags,
      Variants variants,
      DriveBus drive,
      Map<String, Long> disks) {
    /** Copies the collections. */
    public Qemu {
      flags = List.copyOf(flags);
      disks = Collections.unmodifiableMap(new LinkedHashMap<>(disks));
    }
  }
}
