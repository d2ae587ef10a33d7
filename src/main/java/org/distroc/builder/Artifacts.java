package org.distroc.builder;

import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.format.ImageFormat;

/**
 * Files of a build.
 *
 * @param folder the build folder
 * @param names file names by kind: the name of an image format, or one of the constants here; in
 *     build order
 * @param sizes sizes in bytes of the files that a user asked for, by file name, in build order
 * @param upToDate whether nothing had to be built
 */
public record Artifacts(
    Path folder, Map<String, String> names, Map<String, Long> sizes, boolean upToDate) {
  // Kinds of files other than images.
  static final String INIT = "init";

  static final String INIT_ELF = "initElf";
  static final String KERNEL = "kernel";
  static final String INITRAMFS = "initramfs";

  /** Copies the maps; their order is kept. */
  public Artifacts {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
  }

  /** The files of these names in a folder; a kernel must be among them. */
  static Artifacts of(Path folder, Map<String, String> names, boolean upToDate) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Map.Entry<String, String> name : names.entrySet()) {
      File file = folder.resolve(name.getValue()).toFile();
      if (!name.getKey().equals(INIT_ELF) && file.isFile()) {
        sizes.put(name.getValue(), file.length());
      }
    }
    return new Artifacts(folder, names, sizes, upToDate);
  }

  /** The image of a format, which must have been built; a kernel always is. */
  public Path file(ImageFormat format) {
    return folder.resolve(names.get(format.name()));
  }

  /** The kernel image. */
  public Path kernel() {
    return folder.resolve(names.get(KERNEL));
  }

  /** The init program with symbols, if there is one. */
  public Optional<Path> initElf() {
    return path(INIT_ELF);
  }

  /** The stripped init program of the initramfs, if there is one. */
  public Optional<Path> init() {
    return path(INIT);
  }

  /** The initramfs, if there is one. */
  public Optional<Path> initramfs() {
    return path(INITRAMFS);
  }

  private Optional<Path> path(String what) {
    return Optional.ofNullable(names.get(what)).map(folder::resolve);
  }
}
