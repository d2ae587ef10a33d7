package org.distroc.debug;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.distroc.debug.TraceEvent.Argument;
import org.distroc.debug.TraceEvent.Begun;
import org.distroc.debug.TraceEvent.Ended;
import org.distroc.debug.TraceEvent.Returned;
import org.distroc.debug.TraceEvent.Signalled;

/**
 * Writes events as lines that users of strace know: a line for each call, two for one that others
 * come between.
 */
public final class TraceText implements Consumer<TraceEvent> {
  private final Consumer<String> lines;
  private final Map<Long, Integer> shownBefore = new HashMap<>();
  private Begun open;

  /** Gives each line to a consumer, without the end of the line. */
  public TraceText(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void accept(TraceEvent event) {
    if (event instanceof Begun begun) {
      finish();
      open = begun;
    } else if (event instanceof Returned returned) {
      accept(returned);
    } else if (event instanceof Signalled signalled) {
      finish();
      lines.accept(who(event) + "--- " + signalled.signal() + " ---");
    } else if (event instanceof Ended ended) {
      finishFor(ended);
      lines.accept(who(event) + "+++ " + ended.how() + " +++");
    }
  }

  private void accept(Returned returned) {
    String end = ") = " + returned.text();
    if (open != null && open.call() == returned.call()) {
      open = null;
      lines.accept(start(returned, returned.name()) + list(returned.arguments()) + end);
      return;
    }
    finish();
    List<Argument> all = returned.arguments();
    Integer shown = shownBefore.remove(returned.call());
    List<Argument> rest = all.subList(shown == null ? 0 : shown, all.size());
    lines.accept(who(returned) + "<... " + returned.name() + " resumed> " + list(rest) + end);
  }

  /** A call that ends its process has no result. */
  private void finishFor(Ended ended) {
    if (open != null && open.process().number() == ended.process().number()) {
      lines.accept(start(open, open.name()) + list(open.arguments()) + ") = ?");
      open = null;
    }
    finish();
  }

  /** Writes the beginning of a call that has not returned yet, if there is one. */
  public void finish() {
    if (open == null) {
      return;
    }
    int shown = 0;
    while (shown < open.arguments().size() && !open.arguments().get(shown).text().isEmpty()) {
      shown++;
    }
    shownBefore.put(open.call(), shown);
    String more = shown < open.arguments().size() && shown > 0 ? ", " : "";
    String known = list(open.arguments().subList(0, shown));
    lines.accept(start(open, open.name()) + known + more + " <unfinished ...>");
    open = null;
  }

  private static String start(TraceEvent event, String name) {
    return who(event) + name + "(";
  }

  private static String who(TraceEvent event) {
    return "[" + event.process().number() + "] ";
  }

  private static String list(List<Argument> arguments) {
    return arguments.stream().map(Argument::text).collect(Collectors.joining(", "));
  }
}
