package org.distroc.boot.test;

import java.util.stream.Collectors;
import org.distroc.spec.Action;
import org.distroc.spec.TextPattern;

/** What the steps of a test wait for or do, as parts of sentences. */
public final class StepDescriptions {
  private static final int LONGEST = 60;

  private StepDescriptions() {}

  /** Such as {@code `# `}, or {@code typing `ls\\n`}. */
  public static String of(Action action) {
    if (action instanceof Action.Expect expect) {
      return quoted(expect.what());
    } else if (action instanceof Action.ExpectScreen expect) {
      return quoted(expect.what()) + " on the screen";
    } else if (action instanceof Action.Send send) {
      return "typing `" + shown(send.text()) + "`";
    } else if (action instanceof Action.Press press) {
      String keys =
          press.chords().stream()
              .map(chord -> String.join("-", chord))
              .collect(Collectors.joining(" "));
      return "pressing `" + shown(keys) + "`";
    } else if (action instanceof Action.Port port) {
      return quoted(port.expect()) + " from port " + port.number();
    }
    if (action instanceof Action.Restart restart) {
      return restart.now() ? "a reset" : "the end of the guest, to start it again";
    }
    return "the picture `" + ((Action.Screenshot) action).name() + "`";
  }

  private static String quoted(TextPattern what) {
    return (what.regex() ? "the expression `" : "`") + shown(what.text()) + "`";
  }

  /** A text on one line, cut when it is long. */
  static String shown(String text) {
    String line = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
