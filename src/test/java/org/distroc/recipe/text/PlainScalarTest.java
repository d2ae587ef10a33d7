package org.distroc.recipe.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainScalarTest {
  @ParameterizedTest
  @CsvSource(
      value = {
        "y, TEXT",
        "no, TEXT",
        "on, TEXT",
        "0755, TEXT",
        "0x10, TEXT",
        "12:30:45, TEXT",
        "1.2.3, TEXT",
        ".5, TEXT",
        "'-', TEXT",
        "1e, TEXT",
        "1e+, TEXT",
        "+1, TEXT",
        ".inf, TEXT",
        "0, INTEGER",
        "-7, INTEGER",
        "64, INTEGER",
        "-0, INTEGER",
        "6.10, DECIMAL",
        "1., DECIMAL",
        "1e3, DECIMAL",
        "-1.5E-3, DECIMAL",
        "true, BOOLEAN",
        "False, BOOLEAN",
        "'~', NULL",
        "null, NULL",
        "'', NULL",
        "nUll, TEXT",
        "truely, TEXT"
      })
  void followsTheCoreSchema(String text, Node.Kind kind) {
    assertEquals(kind, PlainScalar.kind(text));
  }
}
