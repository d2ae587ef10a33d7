package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.cache.CacheContents;
import org.distroc.cache.Item;
import org.distroc.diag.ExitCode;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.settings.ByteSize;
import org.distroc.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what uses how much of the cache. */
@Command(
    sortOptions = false,
    footer = {"", "Example: distroc cache --json"},
    subcommands = PruneVerb.class)
final class CacheVerb extends Verb {
  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    reporter.useJson(json);
    Host configured = SettingsFile.read(host).host(host);
    Path cache = configured.cacheFolder();
    CacheContents contents;
    try {
      contents = CacheContents.of(cache);
    } catch (IOException e) {
      throw configured.cache().unusable(e);
    }
    for (CacheFolder kind : CacheFolder.values()) {
      List<Item> items = contents.items().stream().filter(i -> i.kind() == kind).toList();
      if (!items.isEmpty()) {
        row(kind, items);
      }
    }
    line("other", contents.otherBytes(), "", "", "files that distroc does not know");
    line("all", contents.bytes(), "", "", cache.toString());
    reporter.result("folder", cache.toString());
    reporter.result("bytes", contents.bytes());
    reporter.result("otherBytes", contents.otherBytes());
    reporter.result("items", contents.items().stream().map(CacheVerb::toMap).toList());
    return ExitCode.DONE;
  }

  private void row(CacheFolder kind, List<Item> items) {
    long bytes = items.stream().mapToLong(Item::bytes).sum();
    Instant last = items.stream().map(Item::lastUse).max(Instant::compareTo).orElseThrow();
    boolean whole = kind.unit() == CacheFolder.Unit.ALL;
    String number = whole ? "" : Integer.toString(items.size());
    String kept = kind.canBePruned() ? "" : " (not pruned)";
    line(kind.folder(), bytes, number, ago(last), kind.summary() + kept);
  }

  private void line(String name, long bytes, String number, String last, String what) {
    String size = ByteSize.shown(bytes);
    reporter.result(
        String.format(Locale.ROOT, "%-13s %10s %5s  %-12s  %s", name, size, number, last, what));
  }

  static Map<String, Object> toMap(Item item) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", item.kind().folder());
    map.put("path", item.path().toString());
    map.put("prunable", item.kind().canBePruned());
    map.put("bytes", item.bytes());
    map.put("lastUse", item.lastUse().toString());
    return map;
  }

  /** How long ago, in the largest unit that fits. */
  private static String ago(Instant then) {
    Duration time = Duration.between(then, Instant.now());
    if (time.toMinutes() < 1) {
      return "now";
    }
    if (time.toHours() < 1) {
      return time.toMinutes() + " min ago";
    }
    return time.toDays() < 2 ? time.toHours() + " h ago" : time.toDays() + " days ago";
  }
}
