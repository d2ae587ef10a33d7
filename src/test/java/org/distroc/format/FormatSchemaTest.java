package org.distroc.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distroc.format.catalogue.Formats;
import org.junit.jupiter.api.Test;

/**
 * The recipe's schema lists the formats of the catalogue. The file is whole, so that an editor can
 * use it and distroc need not assemble it; {@code -Ddistroc.update=true} regenerates its lists.
 */
class FormatSchemaTest {
  private static final Path SCHEMA = Path.of("schemas/distro-v1.schema.json");

  @Test
  void theSchemaListsTheCatalogue() throws IOException {
    String text = Files.readString(SCHEMA);
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(SCHEMA, assembled(text));
    }
    assertEquals(
        assembled(text),
        Files.readString(SCHEMA),
        "stale; write it with mvn test -Dtest=FormatSchemaTest -Ddistroc.update=true");
  }

  @Test
  void aMissingFormatIsSeen() throws IOException {
    String text = Files.readString(SCHEMA);
    String first = Formats.mostCompleteFirst().get(0).name();
    String shorter = text.replace("\"enum\": [\"" + first + "\", ", "\"enum\": [");
    assertNotEquals(text, shorter);
    assertEquals(assembled(text), assembled(shorter));
  }

  private static String assembled(String text) {
    List<ImageFormat> all = Formats.mostCompleteFirst();
    String summaries =
        all.stream()
            .map(format -> "`" + format.name() + "`: " + format.summary() + ".")
            .collect(Collectors.joining(" "));
    String formats =
        within(
            text,
            "\"formats\": {",
            "\"description\": \"([^\"]*)\"",
            "The files that are built. " + summaries);
    formats =
        within(
            formats, "\"formats\": {", "\"default\": \\[([^\\]]*)\\]", list(Formats.byDefault()));
    formats = within(formats, "\"formats\": {", "\"enum\": \\[([^\\]]*)\\]", list(all));
    List<ImageFormat> bootable = all.stream().filter(Formats.bootable()::contains).toList();
    return within(
        formats,
        "\"format\": {\n              \"description\": \"What to boot.",
        "\"enum\": \\[([^\\]]*)\\]",
        list(bootable));
  }

  private static String list(List<ImageFormat> formats) {
    return formats.stream()
        .map(format -> "\"" + format.name() + "\"")
        .collect(Collectors.joining(", "));
  }

  /** The text with the group of a pattern replaced where it comes first after a start. */
  private static String within(String text, String start, String pattern, String value) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    int from = text.indexOf(start);
    if (from < 0 || !matcher.find(from)) {
      throw new AssertionError("the schema has no " + start + " … " + pattern);
    }
    return text.substring(0, matcher.start(1)) + value + text.substring(matcher.end(1));
  }
}
