package org.distroc.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void readsEveryKindOfValue() throws IOException {
    assertEquals(
        Map.of(
            "a",
            List.of(1.0, -2.5e3, true, false),
            "b",
            Map.of(),
            "c",
            List.of(),
            "",
            "\"\\/\n\u00e9"),
        JsonReader.read(
            " {\"a\": [1, -2.5e3, true, false],\r\n"
                + " \"b\": {}, \"c\": [ ], \"\": \"\\\"\\\\\\/\\n"
                + "\\u00e9\"} "));
    assertNull(JsonReader.read("null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "tru",
        "\"abc",
        "\"\\u12\"",
        "\"\\uzzzz\"",
        "1 2",
        "-",
        "]",
        "nul",
        "{\"a\" 1}",
        "1e",
        "\"\\"
      })
  void refusesWhatIsNoJson(String text) {
    assertThrows(IOException.class, () -> JsonReader.read(text));
  }

  @Test
  void refusesEndlessNesting() {
    assertThrows(IOException.class, () -> JsonReader.read("[".repeat(100_000)));
  }
}
