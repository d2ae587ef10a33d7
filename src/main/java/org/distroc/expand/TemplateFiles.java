package org.distroc.expand;

import freemarker.cache.TemplateLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The template files on the class path, under {@code templates/}. It remembers which were asked
 * for, so that a lock can say what a project was made with.
 */
final class TemplateFiles implements TemplateLoader {
  private final SortedMap<String, String> used = new TreeMap<>();

  @Override
  public Object findTemplateSource(String name) throws IOException {
    if (used.containsKey(name)) {
      return name;
    }
    try (InputStream in =
        TemplateFiles.class.getClassLoader().getResourceAsStream("templates/" + name)) {
      if (in == null) {
        return null;
      }
      used.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return name;
    }
  }

  /** They do not change while distroc runs. */
  @Override
  public long getLastModified(Object source) {
    return 0;
  }

  @Override
  public Reader getReader(Object source, String encoding) {
    return new StringReader(used.get(source));
  }

  @Override
  public void closeTemplateSource(Object source) {
    // The text is in memory.
  }

  /** SHA-256 over names and texts. The README is for people, and says nothing to make. */
  String digest() {
    MessageDigest digest = sha256();
    used.forEach(
        (name, text) -> {
          if (!name.startsWith("README")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
