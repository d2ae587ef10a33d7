package org.distroc.format.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/**
 * The kernel image of a PC, as Documentation/arch/x86/boot.rst of the kernel describes it: a start
 * in real mode with a header, then the protected-mode code, somewhere in which the compressed
 * kernel lies.
 */
final class KernelReader implements PartReader {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int SECTOR = 512;

  @Override
  public String kind() {
    return "kernel";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return file.length > 0x260
        && file[0x202] == 'H'
        && file[0x203] == 'd'
        && file[0x204] == 'r'
        && file[0x205] == 'S';
  }

  /** Together they are all of it; the kernel comes first, since the rest follows from it. */
  @Override
  public Optional<List<Part>> parts(byte[] file) {
    int setupSectors = file[SETUP_SECTORS] == 0 ? 4 : file[SETUP_SECTORS] & 0xff;
    int setup = (setupSectors + 1) * SECTOR;
    int from = Math.addExact(setup, number(file, PAYLOAD_OFFSET));
    int to = Math.addExact(from, number(file, PAYLOAD_LENGTH));
    return Optional.of(
        List.of(
            new Part("compressed kernel", "", Arrays.copyOfRange(file, from, to)),
            new Part("real-mode start", "", Arrays.copyOfRange(file, 0, setup)),
            new Part("code before the kernel", "", Arrays.copyOfRange(file, setup, from)),
            new Part("code after the kernel", "", Arrays.copyOfRange(file, to, file.length))));
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
