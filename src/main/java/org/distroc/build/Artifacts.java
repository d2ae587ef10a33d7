package org.distroc.build;

import java.nio.file.Path;
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
    boolean upToDate) {}
