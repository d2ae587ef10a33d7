package org.distroc.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, of bytes in memory or fed in parts; always as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private final MessageDigest digest;

  /** A digest that was fed nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The digest of some bytes. */
  public static String of(byte[] content) {
    return new Sha256().update(content).hex();
  }

  /** The digest of a text in UTF-8. */
  public static String of(String text) {
    return new Sha256().update(text).hex();
  }

  /** The digest of the rest of a stream, which is read in parts. */
  public static String of(InputStream in) throws IOException {
    Sha256 digest = new Sha256();
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return digest.hex();
  }

  /** Feeds bytes. */
  public Sha256 update(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Feeds a part of a buffer. */
  public Sha256 update(byte[] buffer, int offset, int length) {
    digest.update(buffer, offset, length);
    return this;
  }

  /** Feeds a text in UTF-8. */
  public Sha256 update(String text) {
    return update(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The result; starts over. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
