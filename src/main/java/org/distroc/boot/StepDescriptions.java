package org.distroc.boot;

import java.util.stream.Collectors;
import org.distroc.plan.TestStep;
import org.distroc.plan.TextPattern;

/** What the steps of a test wait for or do, as parts of sentences. */
public final class StepDescriptions {
  private static final int LONGEST = 60;

  private StepDescriptions() {}

  /** Such as {@code `# `}, or {@code typing `ls\\n`}. */
  public static String of(TestStep.Action action) {
    if (action instanceof TestStep.Expect expect) {
      return quoted(expect.what());
    } else if (action instanceof TestStep.ExpectScreen expect) {
      return quoted(expect.what()) + " on the screen";
    } else if (action instanceof TestStep.Send send) {
      return "typing `" + shown(send.text()) + "`";
    } else if (action instanceof TestStep.Press press) {
      String keys =
          press.chords().stream()
              .map(chord -> String.join("-", chord))
              .collect(Collectors.joining(" "));
      return "pressing `" + shown(keys) + "`";
    } else if (action instanceof TestStep.Port port) {
      return quoted(port.expect()) + " from port " + port.number();
    }
    return "the picture `" + ((TestStep.Screenshot) action).name() + "`";
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
