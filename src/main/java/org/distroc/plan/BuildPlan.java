package org.distroc.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Span;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.KernelNeed;
import org.distroc.format.catalogue.Formats;
import org.distroc.kernel.KernelSource;
import org.distroc.rootfs.Tree;

/**
 * Everything needed to build and boot a distribution: a recipe combined with the facts of its
 * kernel. Later phases know nothing of the recipe itself.
 *
 * @param name of the distribution, a safe file name
 * @param version of its recipe
 * @param description one line, or empty
 * @param architecture the architecture it runs on
 * @param kernel the kernel
 * @param root the tree of the root file system; empty if that holds the init program alone
 * @param init the init program that is compiled; empty for a kernel alone, and for a root with an
 *     init of its own
 * @param image the files to build
 * @param machine the machine that QEMU emulates
 * @param tests each test on each machine; empty if the recipe has no test
 * @param locations where the recipe sets what later phases may report
 * @param recipe the recipe that it was made from
 */
public record BuildPlan(
    String name,
    String version,
    String description,
    Architecture architecture,
    KernelPlan kernel,
    Optional<Tree> root,
    Optional<InitPlan> init,
    ImagePlan image,
    Machine machine,
    List<TestCase> tests,
    PlanLocations locations,
    Origin recipe) {

  /**
   * The recipe that a plan was made from.
   *
   * @param file absolute
   * @param shown the file as the user named it
   * @param parts SHA-256, in hexadecimal digits, of each part that the built files depend on, by
   *     dotted key
   * @param source the kernel source that it names
   * @param sourceAt the place of that, or the nearest line
   * @param packages that the root has files of
   * @param variant the architecture, if the recipe lists several
   * @param bases files of other origins that it extends, by name, with their pins and digests
   * @param baseConfig the name of the file that the kernel's configuration starts from, if any
   */
  public record Origin(
      Path file,
      String shown,
      SortedMap<String, String> parts,
      KernelSource source,
      Span sourceAt,
      ResolvedPackages packages,
      Optional<String> variant,
      SortedMap<String, String> bases,
      Optional<String> baseConfig) {
    /** Copies the maps. */
    public Origin {
      parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
      bases = Collections.unmodifiableSortedMap(new TreeMap<>(bases));
    }

    /** A recipe for one architecture. */
    public Origin(
        Path file,
        String shown,
        SortedMap<String, String> parts,
        KernelSource source,
        Span sourceAt,
        ResolvedPackages packages) {
      this(
          file,
          shown,
          parts,
          source,
          sourceAt,
          packages,
          Optional.empty(),
          new TreeMap<>(),
          Optional.empty());
    }
  }

  /** Copies the tests. */
  public BuildPlan {
    tests = List.copyOf(tests);
  }

  /** The file name of the initramfs in the build folder. */
  public String initramfsName() {
    return ProjectLayout.INITRAMFS + image.compression().suffix();
  }

  /** What image formats know of the system. */
  public ImageContents contents() {
    return new ImageContents(
        name,
        architecture,
        architecture.kernel().target(),
        initramfsName(),
        hasInit(),
        kernel.cmdline(),
        image.settings(),
        recipe.parts().toString());
  }

  /** The kernel options that the images need, and that init needs to be found. */
  public List<KernelNeed> kernelNeeds() {
    Set<KernelNeed> needs = new LinkedHashSet<>();
    if (hasInit() && !isOnDisks()) {
      needs.addAll(Formats.INITRAMFS.kernelNeeds(contents()));
    }
    image.written().forEach(format -> needs.addAll(format.kernelNeeds(contents())));
    return List.copyOf(needs);
  }

  /** Whether each image has the files of the initramfs in another form, and boots without it. */
  private boolean isOnDisks() {
    return image.formats().stream()
        .allMatch(
            format ->
                image.needs(Ingredient.INITRAMFS)
                    && !format.firmware().isEmpty()
                    && !format
                        .holds(
                            image.settings(
                                format.madeOf().stream()
                                    .findFirst()
                                    .flatMap(Formats::of)
                                    .orElse(format)))
                        .contains(Ingredient.INITRAMFS)
                    && format != Formats.KERNEL);
  }

  /** Whether there is a first program: a compiled one, or one that the root brings. */
  public boolean hasInit() {
    return init.isPresent() || root.isPresent();
  }

  /** Where the recipe says what the first program is. */
  public Span initAt() {
    return init.isPresent() || root.isEmpty() ? locations.init() : locations.nearest("rootfs");
  }

  /** Where the recipe causes a need. */
  public Span place(KernelNeed need) {
    return !need.key().isEmpty()
        ? locations.nearest(need.key())
        : hasInit() ? initAt() : locations.formats();
  }

  /** Whether an initramfs is built. */
  public boolean buildsInitramfs() {
    return hasInit() && image.needs(Ingredient.INITRAMFS);
  }

  /**
   * What a machine starts from.
   *
   * @param files where the file of each format is
   * @param format what is booted; the most complete of what is built if empty
   */
  public BootMedium medium(Function<ImageFormat, Path> files, Optional<ImageFormat> format) {
    ImageFormat booted = format.orElseGet(() -> Formats.bootedOf(image.formats()));
    Optional<Path> initramfs =
        buildsInitramfs() ? Optional.of(files.apply(Formats.INITRAMFS)) : Optional.empty();
    return booted
        .medium(
            new BootFiles(
                files.apply(booted), files.apply(Formats.KERNEL), initramfs, kernel.cmdline()))
        .orElseThrow(() -> new IllegalArgumentException("not bootable: " + booted.name()));
  }
}
