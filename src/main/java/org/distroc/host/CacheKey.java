package org.distroc.host;

import java.nio.charset.StandardCharsets;

/**
 * The name of a cache entry: SHA-256 over everything its content depends on. Each part is fed with
 * its length, so no two sequences of parts give the same key.
 */
public final class CacheKey {
  private final Sha256 digest = new Sha256();

  /** Adds a part. */
  public CacheKey add(byte[] part) {
    digest.update(part.length + ":").update(part);
    return this;
  }

  /** Adds a text in UTF-8. */
  public CacheKey add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** The key, 64 hexadecimal digits; starts over. */
  public String hex() {
    return digest.hex();
  }
}
