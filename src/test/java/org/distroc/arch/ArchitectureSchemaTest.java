package org.distroc.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
  private static final Pattern LIST =
      Pattern.compile("\"architecture\": \\{[^}]*?\"enum\": \\[([^\\]]*)\\]");

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
    Matcher matcher = LIST.matcher(text);
    assertEquals(true, matcher.find());
    String none = text.substring(0, matcher.start(1)) + text.substring(matcher.end(1));
    assertNotEquals(text, none);
    assertEquals(assembled(text), assembled(none));
  }

  private static String assembled(String text) {
    Matcher matcher = LIST.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("the schema has no list of architectures");
    }
    String list =
        Architectures.ALL.stream()
            .map(architecture -> "\"" + architecture.name() + "\"")
            .collect(Collectors.joining(", "));
    return text.substring(0, matcher.start(1)) + list + text.substring(matcher.end(1));
  }
}
