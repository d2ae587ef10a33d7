package org.distroc.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.recipe.schema.ValidatedText;
import org.distroc.recipe.text.Language;

/**
 * The file {@code config.yaml} of a user. What was read from a text that is right is remembered in
 * the cache under the digest of that text, so that the next run loads neither YAML nor schema.
 */
public final class SettingsFile {
  /** The language of the file. */
  public static final Language LANGUAGE =
      new Language("settings file", Optional.of(Code.D8050), "/schemas/config-v1.schema.json");

  /**
   * The beginning of the schema's own digest: what was right by another schema is read again. A
   * test holds it to the schema, for reading that would take as long as all of the rest.
   */
  static final String RULES = "ee7e767c6189";

  private SettingsFile() {}

  /** Where a user's settings are, whether there are any or not. */
  public static Path of(Host host) {
    return host.configFolder().resolve("config.yaml");
  }

  /**
   * What a user has set; a file that does not exist sets nothing.
   *
   * @throws org.distroc.diag.Failure D8050 for each mistake in the file
   */
  public static Preferences read(Host host) {
    Path file = of(host);
    if (!Files.exists(file)) {
      return Preferences.none();
    }
    Optional<Path> memory = memory(host, file);
    Optional<Map<String, String>> known = memory.flatMap(SettingsFile::remembered);
    if (known.isPresent()) {
      return Preferences.of(known.get(), host.home());
    }
    Map<String, String> values = ValidatedText.values(file, host.shown(file).toString(), LANGUAGE);
    memory.ifPresent(note -> remember(note, values));
    return Preferences.of(values, host.home());
  }

  private static Optional<Path> memory(Host host, Path file) {
    try {
      String name = new Sha256().update(RULES).update(Files.readAllBytes(file)).hex();
      return Optional.of(host.cache().folder(CacheFolder.SETTINGS).resolve(name));
    } catch (IOException e) {
      // Whoever reads it in earnest says what is wrong with it.
      return Optional.empty();
    }
  }

  /** A line for each value; no value has a line break, for no pattern of the schema allows one. */
  private static Optional<Map<String, String>> remembered(Path note) {
    try {
      Map<String, String> values = new LinkedHashMap<>();
      String text = Files.readString(note);
      for (String line : text.split("\n")) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return text.endsWith("\n.\n") ? Optional.of(values) : Optional.empty();
    } catch (IOException e) {
      // Not remembered, or not readable: the file itself will do.
      return Optional.empty();
    }
  }

  private static void remember(Path note, Map<String, String> values) {
    StringBuilder lines = new StringBuilder("\n");
    values.forEach((pointer, value) -> lines.append(pointer + "=" + value + "\n"));
    try {
      AtomicFiles.write(note, lines + ".\n");
    } catch (IOException e) {
      // A cache that cannot be written costs time, and is complained about where it matters.
      return;
    }
  }
}
