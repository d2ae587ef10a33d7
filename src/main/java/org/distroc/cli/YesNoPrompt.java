package org.distroc.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question that a person at a terminal answers with yes or no. */
final class YesNoPrompt {
  private YesNoPrompt() {}

  /** Asks; anything but y or yes is a no. The streams must be a terminal. */
  static boolean agreed(Streams streams, String question) {
    streams.err().print(question + " [y/N] ");
    streams.err().flush();
    return readLine(streams).strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /** One line and no more: what follows may be meant for the guest. */
  private static String readLine(Streams streams) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = streams.in().read(); b >= 0 && b != '\n'; b = streams.in().read()) {
        line.write(b);
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
