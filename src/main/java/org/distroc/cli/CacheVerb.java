package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.distroc.cache.CacheContents;
import org.distroc.cache.Item;
import org.distroc.cache.Pruning;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.settings.ByteSize;
import org.distroc.settings.Preferences;
import org.distroc.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what uses how much of the cache. */
@Command(
    sortOptions = false,
    footer = {"", "Example: distroc cache --json"},
    subcommands = CacheVerb.PruneVerb.class)
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

  /** Shrinks the cache. */
  @Command(
      name = "prune",
      sortOptions = false,
      description = {
        "Shrink the cache, least recently used entries first.",
        "Entries in use by a running build stay. Removed ones are fetched or built again when"
            + " needed."
      },
      footer = {"", "Example: distroc cache prune --keep 5G --dry-run"})
  static final class PruneVerb extends Verb {
    @Option(
        names = "--keep",
        paramLabel = "SIZE",
        description =
            "Size to keep, such as 5G or 500M; 0 empties the cache. Default: the limit in the"
                + " settings.")
    private String keep;

    @Option(
        names = {"-n", "--dry-run"},
        description = "Show what would be removed, and remove nothing.")
    private boolean dry;

    @Option(
        names = {"-y", "--yes"},
        description = "Remove without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Override
    public ExitCode call() {
      reporter.useJson(json);
      Preferences preferences = SettingsFile.read(host);
      Host configured = preferences.host(host);
      long bytes = bytes(preferences.cacheLimit());
      Pruning.Result result = prune(configured, bytes, true);
      list(result);
      if (!dry) {
        if (!result.removed().isEmpty() && !agreed(result)) {
          return ExitCode.DONE;
        }
        result = prune(configured, bytes, false);
      }
      reporter.result("removed", result.removed().stream().map(CacheVerb::toMap).toList());
      reporter.result("inUse", result.inUse().stream().map(CacheVerb::toMap).toList());
      reporter.result("left", result.left());
      report(result, bytes);
      return ExitCode.DONE;
    }

    private static Pruning.Result prune(Host host, long bytes, boolean dry) {
      try {
        return new Pruning(host, dry).keep(bytes);
      } catch (IOException e) {
        throw host.cache().unusable(e);
      }
    }

    private void list(Pruning.Result result) {
      Map<CacheFolder, Long> freed = new LinkedHashMap<>();
      result.removed().forEach(item -> freed.merge(item.kind(), item.bytes(), Long::sum));
      freed.forEach(
          (kind, size) ->
              reporter.result(
                  String.format(Locale.ROOT, "%-13s %10s", kind.folder(), ByteSize.shown(size))));
    }

    /** Asks on a terminal; elsewhere the option must say it. */
    private boolean agreed(Pruning.Result result) {
      if (yes) {
        return true;
      }
      if (!reporter.streams().terminal() || json) {
        throw new Failure(
            Diagnostic.error(Code.D8001, "`cache prune` removes nothing unasked")
                .why("there is no terminal to ask on")
                .help("add `--yes` to remove, or `--dry-run` to only see what would go"));
      }
      long freed = result.removed().stream().mapToLong(Item::bytes).sum();
      return reporter.confirm("Remove " + ByteSize.shown(freed) + "?");
    }

    private void report(Pruning.Result result, long bytes) {
      if (result.removed().isEmpty()) {
        reporter.info("Nothing to remove.");
      }
      for (Item item : result.inUse()) {
        reporter.info("In use, kept: " + item.path());
      }
      String left = ByteSize.shown(result.left());
      reporter.info(left + (dry ? " would be left." : " left."));
      if (result.left() > bytes && bytes > 0) {
        reporter.info("That exceeds the size to keep; the rest is in use or cannot be removed.");
      }
    }

    private long bytes(OptionalLong set) {
      if (keep == null) {
        return set.orElseThrow(
            () ->
                new Failure(
                    Diagnostic.error(Code.D8001, "`cache prune` needs a size")
                        .why("the settings have no `cache: {keep: SIZE}`")
                        .help("give the size to keep: `distroc cache prune --keep 5G`")));
      }
      return ByteSize.parse(keep)
          .orElseThrow(
              () ->
                  new Failure(
                      Diagnostic.error(Code.D8001, "`--keep " + keep + "` is not a size")
                          .why("a size is 0, or an integer followed by `K`, `M`, `G` or `T`")
                          .help("for example `--keep 5G`")));
    }
  }
}
