package org.distroc.verify;

import java.util.Arrays;
import java.util.List;

/**
 * The kernel image of a PC, as Documentation/arch/x86/boot.rst of the kernel describes it: a start
 * in real mode with a header, then the protected-mode code, somewhere in which the compressed
 * kernel lies.
 */
final class KernelImage {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int SECTOR = 512;

  private KernelImage() {}

  /** Whether a file has the header of one. */
  static boolean is(byte[] file) {
    return file.length > 0x260
        && file[0x202] == 'H'
        && file[0x203] == 'd'
        && file[0x204] == 'r'
        && file[0x205] == 'S';
  }

  /** Its parts, which together are all of it; the kernel first, for the rest follows from it. */
  static List<Part> parts(byte[] file) {
    int setupSectors = file[SETUP_SECTORS] == 0 ? 4 : file[SETUP_SECTORS] & 0xff;
    int setup = (setupSectors + 1) * SECTOR;
    int from = Math.addExact(setup, number(file, PAYLOAD_OFFSET));
    int to = Math.addExact(from, number(file, PAYLOAD_LENGTH));
    return List.of(
        new Part("compressed kernel", "", Arrays.copyOfRange(file, from, to)),
        new Part("real-mode start", "", Arrays.copyOfRange(file, 0, setup)),
        new Part("code before the kernel", "", Arrays.copyOfRange(file, setup, from)),
        new Part("code after the kernel", "", Arrays.copyOfRange(file, to, file.length)));
  }

  private static int number(byte[] file, int at) {
    int value =
        file[at] & 0xff
            | (file[at + 1] & 0xff) << 8
            | (file[at + 2] & 0xff) << 16
            | (file[at + 3] & 0xff) << 24;
    if (value < 0 || value > file.length) {
      throw new IllegalArgumentException("outside of the file");
    }
    return value;
  }
}
