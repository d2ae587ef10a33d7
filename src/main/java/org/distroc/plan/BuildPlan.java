package org.distroc.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.distroc.arch.Architecture;
import org.distroc.diag.Span;
import org.distroc.format.BootFiles;
import org.distroc.format.BootMedium;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.catalogue.Formats;
import org.distroc.kernel.KernelSource;

/**
 * Everything that is needed to make and boot a distribution: a recipe put together with the facts
 * of its kernel. The phases that follow know nothing of the recipe itself.
 *
 * @param name of the distribution, a safe file name
 * @param version of its recipe
 * @param description one line, or empty
 * @param architecture what it runs on
 * @param kernel the kernel
 * @param init the first program; none for a kernel that stands alone
 * @param image the files to build
 * @param machine what QEMU plays
 * @param tests what guests have to do, and on which machines; none if the recipe has no test
 * @param places where the recipe says what later phases may complain about
 * @param recipe which recipe it was made from
 */
public record BuildPlan(
    String name,
    String version,
    String description,
    Architecture architecture,
    KernelPlan kernel,
    Optional<InitPlan> init,
    ImagePlan image,
    Machine machine,
    List<TestCase> tests,
    Places places,
    Origin recipe) {

  /**
   * The recipe that a plan was made from.
   *
   * @param file absolute
   * @param shown the file as the user named it
   * @param parts of each part of it that what is built depends on, by its dotted key, SHA-256 of
   *     its values in hexadecimal digits, sorted
   * @param source where it says that its kernel comes from
   * @param sourceAt the place where it says that, or the nearest line
   */
  public record Origin(
      Path file,
      String shown,
      SortedMap<String, String> parts,
      KernelSource source,
      Span sourceAt) {
    /** Copies the map. */
    public Origin {
      parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }
  }

  /** Copies the tests. */
  public BuildPlan {
    tests = List.copyOf(tests);
  }

  /**
   * Where the recipe says things.
   *
   * @param init the init program, or the recipe's first line
   * @param libc the C library of init, or the nearest line
   * @param compression the compression of the initramfs, or the nearest line
   * @param formats the image formats, or the nearest line
   * @param sources each source file of init, in their order
   * @param cmdline the kernel's command line, or the nearest line
   * @param base the base configuration, or the nearest line
   * @param display where the console is seen, or the nearest line
   * @param keys every key that the recipe writes, with dots: {@code qemu.memory}; empty for its
   *     first line
   */
  public record Places(
      Span init,
      Span libc,
      Span compression,
      Span formats,
      List<Span> sources,
      Span cmdline,
      Span base,
      Span display,
      Map<String, Span> keys) {
    /** Copies the collections. */
    public Places {
      sources = List.copyOf(sources);
      keys = Map.copyOf(keys);
    }

    /** Where the recipe says a key, or the nearest key around it. */
    public Span nearest(String key) {
      String at = key;
      while (!at.isEmpty() && !keys.containsKey(at)) {
        at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
      }
      return keys.get(at);
    }
  }

  /** The file name of the initramfs in the build folder. */
  public String initramfsName() {
    return "initramfs.cpio" + image.compression().suffix();
  }

  /** What image formats know of the system. */
  public ImageContents contents() {
    return new ImageContents(
        name, architecture.kernel().target(), initramfsName(), init.isPresent(), kernel.cmdline());
  }

  /** Whether an initramfs is built. */
  public boolean buildsInitramfs() {
    return init.isPresent() && image.needs(Ingredient.INITRAMFS);
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
