package org.distroc.kconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stored configurations are restored unchanged, or not at all. */
class TargetConfigsTest {
  private final TreeMap<String, String> texts =
      new TreeMap<>(Map.of("tinyconfig", "CONFIG_A=y\n\u00e9\n", "allnoconfig", "", "x", "1 2\n"));

  @Test
  void comesBackAsItWas() {
    assertEquals(Optional.of(texts), TargetConfigs.read(TargetConfigs.write(texts, "k"), "k"));
  }

  @Test
  void damagedOrForeignBytesAreRejected() {
    byte[] bytes = TargetConfigs.write(texts, "key");
    assertEquals(Optional.empty(), TargetConfigs.read(bytes, "other"));
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertEquals(Optional.empty(), TargetConfigs.read(damaged, "key"));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertEquals(Optional.empty(), TargetConfigs.read(cut, "key"));
    }
  }
}
