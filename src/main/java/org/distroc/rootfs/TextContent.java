package org.distroc.rootfs;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.distroc.host.Sha256;

/** A short text in UTF-8, such as a file that a recipe writes out. */
public record TextContent(String text) implements Content {
  @Override
  public long size() {
    return bytes().length;
  }

  @Override
  public String identity() {
    return Sha256.of(text);
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes());
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
