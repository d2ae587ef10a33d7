package org.distroc.expand;

import freemarker.cache.TemplateLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.host.Sha256;

/**
 * The template files on the class path, under {@code templates/}. It records which were used, for
 * the lock file.
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

  /** Templates do not change while distroc runs. */
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

  /** SHA-256 of names and texts, without the README, which make does not read. */
  String digest() {
    Sha256 digest = new Sha256();
    used.forEach(
        (name, text) -> {
          if (!name.startsWith("README")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(name + "\n" + bytes.length + "\n").update(bytes);
          }
        });
    return digest.hex();
  }
}
