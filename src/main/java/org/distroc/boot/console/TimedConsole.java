package org.distroc.boot.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The log of a guest's consoles as readable lines, each with the time since power-on when it began.
 * It has the limit of a {@link ConsoleLog}.
 */
public final class TimedConsole implements AutoCloseable {
  private final ConsoleLog out;
  private final StringBuilder line = new StringBuilder();
  private Duration lineBegan = Duration.ZERO;
  private List<Line> shown = List.of();

  private record Line(String text, Duration since) {}

  /** Truncates the file. */
  public TimedConsole(Path file) throws IOException {
    out = new ConsoleLog(file, ConsoleLog.LIMIT);
  }

  /** Adds output of the serial port, without escape sequences. */
  public synchronized void serial(String text, Duration now) throws IOException {
    for (int from = 0, end; from < text.length() && !out.isFull(); from = end) {
      if (line.length() == 0) {
        lineBegan = now;
      }
      int feed = text.indexOf('\n', from);
      int room = from + TextFinder.LONGEST_LINE - line.length();
      end = Math.min(feed < 0 ? text.length() : feed, room);
      line.append(text, from, end);
      if (end == feed || end == room) {
        write(new Line(line.toString(), lineBegan));
        line.setLength(0);
      }
      end += end == feed ? 1 : 0;
    }
    out.flush();
  }

  /** What went off the screen since the last look, and what the screen shows now. */
  public synchronized void screen(String settled, String live, Duration now) throws IOException {
    List<Line> lines = new ArrayList<>();
    List<String> texts = new ArrayList<>(settled.lines().toList());
    int gone = texts.size();
    texts.addAll(live.lines().toList());
    for (String text : texts) {
      int i = lines.size();
      boolean same = i < shown.size() && text.startsWith(shown.get(i).text());
      lines.add(new Line(text, same ? shown.get(i).since() : now));
    }
    for (Line each : lines.subList(0, gone)) {
      write(each);
    }
    shown = List.copyOf(lines.subList(gone, lines.size()));
    out.flush();
  }

  private void write(Line each) throws IOException {
    String text =
        String.format(Locale.ROOT, "[%9.3f] ", each.since().toMillis() / 1000.0) + each.text();
    out.write(text.stripTrailing() + "\n");
  }

  /** Keeps what was not finished, too. */
  @Override
  public synchronized void close() throws IOException {
    if (line.length() > 0) {
      write(new Line(line.toString(), lineBegan));
    }
    for (Line each : shown) {
      write(each);
    }
    out.close();
  }
}
