package org.distroc.arch.x86;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import org.distroc.arch.Decompressor;
import org.junit.jupiter.api.Test;

/** Where the code that unpacks a kernel is expected. */
class BzImageTest {

  private static byte[] image(int sectors, int version) {
    byte[] file = new byte[8192];
    Arrays.fill(file, (sectors == 0 ? 5 : sectors + 1) * 512, file.length, (byte) 0x90);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0x1f1, (byte) sectors);
    bytes
        .put(0x202, (byte) 'H')
        .put(0x203, (byte) 'd')
        .put(0x204, (byte) 'r')
        .put(0x205, (byte) 'S');
    bytes.putShort(0x206, (short) version);
    bytes.putInt(0x214, 0x100000);
    bytes.putLong(0x258, 0x1000000);
    return file;
  }

  @Test
  void readsTheHeaderOfAKernel() {
    Decompressor kernel = new BzImage().decompressor(image(7, 0x20f));
    assertEquals(Set.of(0x100000L, 0x1000000L), kernel.addresses());
    byte[] code = new byte[64];
    Arrays.fill(code, (byte) 0x90);
    assertArrayEquals(code, kernel.start());
  }

  @Test
  void anOldHeaderHasFourSectorsAndNoPreferredAddress() {
    Decompressor kernel = new BzImage().decompressor(image(0, 0x204));
    assertEquals(Set.of(0x100000L), kernel.addresses());
    assertEquals((byte) 0x90, kernel.start()[0]);
  }

  @Test
  void anythingElseIsNowhere() {
    assertEquals(Set.of(), new BzImage().decompressor(new byte[0]).addresses());
    assertEquals(Set.of(), new BzImage().decompressor(new byte[10_000]).addresses());
    byte[] cut = Arrays.copyOf(image(7, 0x20f), 8 * 512 + 10);
    assertEquals(Set.of(), new BzImage().decompressor(cut).addresses());
  }
}
