package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void theExampleOfTheStandardIsMet() {
    assertEquals(ABC, Sha256.of("abc"));
    assertEquals(ABC, Sha256.of("abc".getBytes(StandardCharsets.UTF_8)));
    byte[] buffer = "xabcx".getBytes(StandardCharsets.UTF_8);
    assertEquals(ABC, new Sha256().update(buffer, 1, 2).update("c").hex());
  }

  @Test
  void aKeyDependsOnWhereItsPartsEnd() {
    assertEquals(key("a", "bc"), key("a", "bc"));
    assertNotEquals(key("a", "bc"), key("ab", "c"));
    assertNotEquals(key("abc"), key("abc", ""));
    assertNotEquals(key("1:a"), key("1:a", ""));
    assertEquals(64, key().length());
  }

  private static String key(String... parts) {
    CacheKey key = new CacheKey();
    for (String part : parts) {
      key.add(part);
    }
    return key.hex();
  }
}
