package org.distroc.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question that a person at a terminal answers with yes or no. */
public final class YesNoPrompt {
  private YesNoPrompt() {}

  /** Asks; anything but y or yes is a no. Both streams must be a terminal. */
  public static boolean agreed(InputStream in, PrintStream err, String question) {
    err.print(question + " [y/N] ");
    err.flush();
    return readLine(in).strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /** One line and no more: what follows may be meant for the guest. */
  private static String readLine(InputStream in) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
