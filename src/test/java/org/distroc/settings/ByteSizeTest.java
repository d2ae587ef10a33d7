package org.distroc.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ByteSizeTest {
  @Test
  void unitsArePowersOf1024() {
    assertEquals(OptionalLong.of(0), ByteSize.parse("0"));
    assertEquals(OptionalLong.of(5L << 10), ByteSize.parse("5K"));
    assertEquals(OptionalLong.of(500L << 20), ByteSize.parse("500M"));
    assertEquals(OptionalLong.of(999_999_999L << 40), ByteSize.parse("999999999T"));
  }

  @Test
  void whatIsNotASizeIsEmpty() {
    for (String text :
        List.of("", "G", "-1", "1.5G", "5", "512", "5g", "5GB", " 5G", "1000000000")) {
      assertEquals(OptionalLong.empty(), ByteSize.parse(text), text);
    }
  }

  @Test
  void sizesAreShownWithOneDecimalInTheUnitThatFits() {
    assertEquals("1023 B", ByteSize.shown(1023));
    assertEquals("1.0 KiB", ByteSize.shown(1024));
    assertEquals("1.5 MiB", ByteSize.shown(3L << 19));
    assertEquals("2048.0 TiB", ByteSize.shown(2L << 50));
  }
}
