package org.distroc.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.recipe.schema.ValidatedText;
import org.distroc.recipe.text.Language;

/**
 * A user's {@code config.yaml}. The values of a valid file are cached under the digest of its text,
 * so that the next run loads neither YAML nor the schema.
 */
public final class SettingsFile {
  /** The language of the file. */
  public static final Language LANGUAGE =
      new Language("settings file", Optional.of(Code.D8050), "/schemas/config-v1.schema.json");

  /**
   * The start of the schema's digest: a file that was valid by another schema is read again. A test
   * compares it with the schema, since computing it here would take as long as everything else.
   */
  static final String RULES = "90a50cac9b1c";

  private SettingsFile() {}

  /** The path of a user's settings, whether the file exists or not. */
  public static Path of(Host host) {
    return host.configFolder().resolve("config.yaml");
  }

  /**
   * The settings of a user; a file that does not exist sets nothing.
   *
   * @throws org.distroc.diag.Failure D8050 for each mistake in the file
   */
  public static Preferences read(Host host) {
    Path file = of(host);
    if (!Files.exists(file)) {
      return Preferences.none();
    }
    Optional<Path> entry = cacheEntry(host, file);
    Optional<Map<String, String>> known = entry.flatMap(SettingsFile::cached);
    if (known.isPresent()) {
      return Preferences.of(known.get(), host.home());
    }
    Map<String, String> values = ValidatedText.values(file, host.shown(file).toString(), LANGUAGE);
    entry.ifPresent(path -> store(path, values));
    return Preferences.of(values, host.home());
  }

  private static Optional<Path> cacheEntry(Host host, Path file) {
    try {
      String name =
          new Sha256().update(RULES).update(BoundedFiles.bytes(file, BoundedFiles.NOTE)).hex();
      return Optional.of(host.cache().folder(CacheFolder.SETTINGS).resolve(name));
    } catch (IOException e) {
      // Reading the file reports what is wrong with it.
      return Optional.empty();
    }
  }

  /** One line per value; no value has a line break, since no pattern of the schema allows one. */
  private static Optional<Map<String, String>> cached(Path entry) {
    try {
      Map<String, String> values = new LinkedHashMap<>();
      String text = BoundedFiles.text(entry, BoundedFiles.NOTE);
      for (String line : text.split("\n")) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return text.endsWith("\n.\n") ? Optional.of(values) : Optional.empty();
    } catch (IOException e) {
      // Not cached, or not readable: read the file itself.
      return Optional.empty();
    }
  }

  private static void store(Path entry, Map<String, String> values) {
    StringBuilder lines = new StringBuilder("\n");
    values.forEach((pointer, value) -> lines.append(pointer + "=" + value + "\n"));
    try {
      AtomicFiles.write(entry, lines + ".\n");
    } catch (IOException e) {
      // An unwritable cache costs time only here; it is reported where it matters.
      return;
    }
  }
}
