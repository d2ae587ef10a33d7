package org.distroc.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distroc.arch.catalogue.Architectures;
import org.junit.jupiter.api.Test;

/**
 * The recipe's schema lists the architectures of the catalogue; {@code -Ddistroc.update=true}
 * writes its list.
 */
class ArchitectureSchemaTest {
  private static final Path SCHEMA = Path.of("schemas/distro-v1.schema.json");

  /** The key's part of the schema; it lists the names for one and for several. */
  private static final Pattern KEY =
      Pattern.compile("\n    \"architecture\": \\{.*?\n    \\}", Pattern.DOTALL);

  private static final Pattern LIST = Pattern.compile("\"enum\": \\[[^\\]]*\\]");

  @Test
  void theSchemaListsTheCatalogue() throws IOException {
    String text = Files.readString(SCHEMA);
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(SCHEMA, assembled(text));
    }
    assertEquals(
        assembled(text),
        Files.readString(SCHEMA),
        "stale; write it with mvn test -Dtest=ArchitectureSchemaTest -Ddistroc.update=true");
  }

  @Test
  void aMissingArchitectureIsSeen() throws IOException {
    String text = Files.readString(SCHEMA);
    String none = withLists(text, "");
    assertNotEquals(text, none);
    assertEquals(assembled(text), assembled(none));
  }

  private static String assembled(String text) {
    return withLists(
        text,
        Architectures.ALL.stream()
            .map(architecture -> "\"" + architecture.name() + "\"")
            .collect(Collectors.joining(", ")));
  }

  private static String withLists(String text, String names) {
    Matcher key = KEY.matcher(text);
    assertTrue(key.find(), "the schema has the key");
    assertEquals(2, LIST.matcher(key.group()).results().count(), "the lists of architectures");
    String replaced = LIST.matcher(key.group()).replaceAll("\"enum\": [" + names + "]");
    return text.substring(0, key.start()) + replaced + text.substring(key.end());
  }
}
