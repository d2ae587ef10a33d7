package org.distroc.arch;

/**
 * How the kernel of an architecture is built.
 *
 * @param arch make's {@code ARCH}
 * @param sourceArch the folder below the kernel's {@code arch/}
 * @param defconfig the configuration that {@code make defconfig} takes
 * @param target make's target for the file that a machine boots
 * @param imagePath that file in the folder of objects
 * @param commandLineLimit how many bytes of its command line the kernel reads, without the
 *     terminating zero: {@code COMMAND_LINE_SIZE} of {@code asm/setup.h}, less one
 * @param compilerFlags make its compile faster, and change none of its bytes
 * @param marks by what its {@code .config} files are known
 */
public record KernelBuild(
    String arch,
    String sourceArch,
    String defconfig,
    String target,
    String imagePath,
    int commandLineLimit,
    String compilerFlags,
    ConfigMarks marks) {
  /** gcc does not record the macros that each token came from, which only improves warnings. */
  public static final String FEWER_WARNINGS = "-ftrack-macro-expansion=0";
}
