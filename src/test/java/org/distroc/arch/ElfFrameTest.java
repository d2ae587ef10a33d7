package org.distroc.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of programs that a tool has just written, of both widths and byte orders. */
class ElfFrameTest {
  private static final int MACHINE = 22;

  /** A program of one segment, which is the whole file. */
  private static byte[] program(boolean wide, boolean big) {
    int header = wide ? 64 : 52;
    int width = wide ? 56 : 32;
    ByteBuffer file = ByteBuffer.allocate(header + width + 8);
    file.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    file.put(0, new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (big ? 2 : 1), 1});
    file.putShort(16, (short) 2).putShort(18, (short) MACHINE).putInt(20, 1);
    if (wide) {
      file.putLong(32, header).putShort(54, (short) width).putShort(56, (short) 1);
      file.putInt(header, 1).putLong(header + 32, file.capacity());
    } else {
      file.putInt(28, header).putShort(42, (short) width).putShort(44, (short) 1);
      file.putInt(header, 1).putInt(header + 16, file.capacity());
    }
    return file.array();
  }

  private static Optional<String> flaw(byte[] file, boolean wide, boolean big) {
    return new ElfFrame(file, Set.of(new ElfTarget(MACHINE, wide, big))).program();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void knowsAProgramOfEachKind(boolean wide, boolean big) {
    byte[] file = program(wide, big);
    assertEquals(Optional.empty(), flaw(file, wide, big));
    assertEquals(Optional.of("it is cut off"), flaw(Arrays.copyOf(file, 20), wide, big));
    byte[] shorter = Arrays.copyOf(file, file.length - 1);
    assertEquals(Optional.of("it is no complete ELF file"), flaw(shorter, wide, big));
    assertEquals(
        "it is for another machine", flaw(file, wide, !big).orElseThrow().replaceAll(":.*", ""));
    file[1] = 'e';
    assertEquals(Optional.of("it is no ELF file"), flaw(file, wide, big));
  }
}
