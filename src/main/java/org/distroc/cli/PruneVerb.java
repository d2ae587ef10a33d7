package org.distroc.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
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

/** Shrinks the cache. */
@Command(
    name = "prune",
    sortOptions = false,
    description = {
      "Shrink the cache, least recently used entries first.",
      "Entries in use by a running build stay. Removed ones are fetched or built again when needed."
    },
    footer = {"", "Example: distroc cache prune --keep 5G --dry-run"})
final class PruneVerb extends Verb {
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
