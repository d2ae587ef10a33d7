package org.distroc.remotecache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Manifests of entries, as a server sends them: with random damage, they are read or refused. */
class EntryManifestTest {
  private static final String JUNK = "{}[]\",:0-9eE.\\nulltrue\u0000 \n\t";

  @Test
  void damagedManifestsAreReadOrRefused() throws IOException {
    byte[] good =
        EntryManifest.of(
                new TreeMap<>(Map.of("bzImage", new byte[3], "kernel.config", new byte[9])))
            .bytes();
    assertEquals(2, EntryManifest.read(good).files().size());
    int refused = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) JUNK.charAt(random.nextInt(JUNK.length()));
      }
      int kept = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      try {
        EntryManifest.read(Arrays.copyOf(bytes, kept));
      } catch (IOException e) {
        assertTrue(e.getMessage().length() > 5, "seed " + seed);
        refused++;
      } catch (RuntimeException e) {
        String text = new String(bytes, 0, kept, StandardCharsets.UTF_8);
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertTrue(refused > 5_000, refused + " refused");
  }
}
