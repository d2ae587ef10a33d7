package org.distroc.boot;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one console, as far as it is still held: a settled part that only grows, and a live
 * part at its end that may be drawn anew. Places in it are counted in characters from power-on and
 * stay valid when the oldest text is dropped. Safe for use by several threads.
 */
final class ConsoleText {
  private final int capacity;
  private final StringBuilder settled = new StringBuilder();
  private String live = "";
  private long dropped;
  private long version;

  /** Holds at least that many of the newest settled characters, and at most twice as many. */
  ConsoleText(int capacity) {
    this.capacity = capacity;
  }

  /** Adds text that will not change any more. */
  synchronized void append(CharSequence text) {
    update(text, live);
  }

  /** Adds settled text and replaces the live one. */
  synchronized void update(CharSequence newlySettled, String nowLive) {
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
  synchronized long version() {
    return version;
  }

  /** Waits until the text is another than it was at that version, or the time is over. */
  synchronized void awaitChange(long seen, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); version == seen && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The place behind the first match that starts at or after a place. */
  synchronized OptionalLong find(Pattern pattern, long from) {
    int start = (int) Math.max(0, Math.min(from - dropped, settled.length() + live.length()));
    int inLive = start - settled.length();
    String rest = inLive >= 0 ? live.substring(inLive) : settled.substring(start) + live;
    Matcher matcher = pattern.matcher(rest);
    return matcher.find() ? OptionalLong.of(dropped + start + matcher.end()) : OptionalLong.empty();
  }

  /** The place behind the text that will not change any more. */
  synchronized long settledEnd() {
    return dropped + settled.length();
  }

  /** The place behind the last character. */
  synchronized long end() {
    return dropped + settled.length() + live.length();
  }

  /** The part that may be drawn anew. */
  synchronized String live() {
    return live;
  }

  /** Everything that is held. */
  synchronized String held() {
    return settled + live;
  }
}
