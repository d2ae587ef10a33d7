package org.distroc.builder;

import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build made.
 *
 * @param folder the build folder
 * @param kernel the kernel image
 * @param initElf the init program with symbols, if there is one
 * @param init the init program as it is in the initramfs, if there is one
 * @param initramfs the archive, if there is one
 * @param iso the CD image, if the recipe asks for one
 * @param sizes bytes of each file, by file name, in the order of the build
 * @param upToDate whether nothing had to be built
 */
public record Artifacts(
    Path folder,
    Path kernel,
    Optional<Path> initElf,
    Optional<Path> init,
    Optional<Path> initramfs,
    Optional<Path> iso,
    Map<String, Long> sizes,
    boolean upToDate) {
  // What a build calls its files.
  static final String INIT = "init";

  static final String INIT_ELF = "initElf";
  static final String KERNEL = "kernel";
  static final String INITRAMFS = "initramfs";
  static final String ISO = "iso";

  /** The files of a folder that have these names; a kernel is among them. */
  static Artifacts of(Path folder, Map<String, String> names, boolean upToDate) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String what : List.of(INIT, KERNEL, INITRAMFS, ISO)) {
      File file = folder.resolve(names.getOrDefault(what, "")).toFile();
      if (file.isFile()) {
        sizes.put(names.get(what), file.length());
      }
    }
    return new Artifacts(
        folder,
        folder.resolve(names.get(KERNEL)),
        path(folder, names.get(INIT_ELF)),
        path(folder, names.get(INIT)),
        path(folder, names.get(INITRAMFS)),
        path(folder, names.get(ISO)),
        Collections.unmodifiableMap(sizes),
        upToDate);
  }

  private static Optional<Path> path(Path folder, String name) {
    return name == null ? Optional.empty() : Optional.of(folder.resolve(name));
  }
}
