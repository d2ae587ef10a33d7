package org.distroc.boot.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.distroc.boot.console.TextFinder.Match;

/**
 * The text of one console, as far as it is still held: a settled part that only grows, and a live
 * part at its end that may be redrawn. Places in it are counted in characters from power-on and
 * stay valid when the oldest text is dropped. Safe for use by several threads.
 */
public final class ConsoleText {
  private final int capacity;
  private final StringBuilder settled = new StringBuilder();
  private String live = "";
  private long dropped;
  private long version;
  private long lookedAt;

  /** Holds at least that many of the newest settled characters, and at most twice as many. */
  public ConsoleText(int capacity) {
    this.capacity = capacity;
  }

  /** Adds text that will not change any more. */
  public synchronized void append(CharSequence text) {
    update(text, live);
  }

  /**
   * Adds settled text, once there is room for it without dropping text that was not searched yet: a
   * flood must not wash away what a test looks for. It waits at most for a time, because the reader
   * may be busy.
   */
  public synchronized void append(CharSequence text, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (settledEnd() + text.length() - lookedAt <= capacity) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    append(text);
  }

  /** Notes that all before a place has been looked at. */
  public synchronized void lookedAt(long place) {
    lookedAt = place;
    notifyAll();
  }

  /** Adds settled text and replaces the live one. */
  public synchronized void update(CharSequence newlySettled, String nowLive) {
    settled.append(newlySettled);
    live = nowLive;
    if (settled.length() > 2 * capacity) {
      int surplus = settled.length() - capacity;
      settled.delete(0, surplus);
      dropped += surplus;
    }
    version++;
    notifyAll();
  }

  /** Grows with each change. */
  public synchronized long version() {
    return version;
  }

  /** Waits until the text is another than it was at that version, or the time is over. */
  public synchronized void awaitChange(long seen, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); version == seen && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The first match that starts at or after a place. */
  public synchronized Optional<Match> find(TextFinder finder, long from) {
    int held = settled.length() + live.length();
    int start = (int) Math.max(0, Math.min(from - dropped, held));
    // A line that began before the place is needed as a whole, to know what its start is.
    int line = Math.max(lineStart(start), start - TextFinder.LONGEST_LINE);
    int inLive = line - settled.length();
    String rest = inLive >= 0 ? live.substring(inLive) : settled.substring(line) + live;
    return finder
        .find(rest, start - line)
        .map(match -> new Match(dropped + line + match.end(), match.captured()));
  }

  private int lineStart(int place) {
    int inLive = place - settled.length() - 1;
    int feed = inLive >= 0 ? live.lastIndexOf('\n', inLive) : -1;
    return feed >= 0
        ? settled.length() + feed + 1
        : settled.lastIndexOf("\n", Math.min(place, settled.length()) - 1) + 1;
  }

  /** The newest line with something in it; at most the newest 400 characters of it. */
  public synchronized String lastLine() {
    String tail = settled.substring(Math.max(0, settled.length() - 400)) + live;
    String text = tail.stripTrailing();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    return line.substring(Math.max(0, line.length() - 400));
  }

  /** The position after the settled text. */
  public synchronized long settledEnd() {
    return dropped + settled.length();
  }

  /** The position after the last character. */
  public synchronized long end() {
    return dropped + settled.length() + live.length();
  }

  /** The part that may be redrawn. */
  public synchronized String live() {
    return live;
  }

  /** Everything that is held. */
  public synchronized String held() {
    return settled + live;
  }
}
