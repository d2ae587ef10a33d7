package org.distroc.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.distroc.host.CacheFolder.Eviction;
import org.distroc.host.CacheLayout;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;
import org.distroc.host.Trees;
import org.distroc.host.UsageLease;

/**
 * Prunes a cache: the least recently used goes first, and what is in use stays. Builds may run
 * meanwhile. An entry is renamed in one step before it is deleted, so no process ever sees half of
 * it.
 */
public final class Pruning {
  private final Host host;
  private final CacheLayout cache;
  private final boolean dry;

  /**
   * Prunes the cache of a host.
   *
   * @param dry only find out what would be removed
   */
  public Pruning(Host host, boolean dry) {
    this.host = host;
    this.cache = host.cache();
    this.dry = dry;
  }

  /**
   * The result.
   *
   * @param removed what was removed; of ccache's files, as much as was
   * @param inUse what would have been removed, but is in use
   * @param left bytes of what remains
   */
  public record Result(List<Item> removed, List<Item> inUse, long left) {}

  /** Removes entries until no more than so many bytes are left. */
  public Result keep(long bytes) throws IOException {
    CacheContents contents = CacheContents.of(cache.root());
    long left = contents.bytes();
    for (Path path : contents.leftovers()) {
      left -= CacheContents.bytes(path);
      if (!dry) {
        Trees.delete(path);
      }
    }
    List<Item> removed = new ArrayList<>();
    List<Item> inUse = new ArrayList<>();
    List<Item> byUse =
        new ArrayList<>(
            contents.items().stream().filter(item -> item.kind().canBePruned()).toList());
    byUse.sort(Comparator.comparing(Item::lastUse));
    for (Item item : byUse) {
      if (left > bytes) {
        Optional<Item> gone = remove(item, left - bytes);
        gone.filter(part -> part.bytes() > 0).ifPresent(removed::add);
        left -= gone.map(Item::bytes).orElse(0L);
        if (gone.isEmpty()) {
          inUse.add(item);
        }
      }
    }
    return new Result(removed, inUse, left);
  }

  /** What was removed; empty if it is in use. */
  private Optional<Item> remove(Item item, long most) throws IOException {
    if (item.kind().eviction() == Eviction.BY_CCACHE) {
      return shrunk(item, most);
    }
    Path away = item.path().resolveSibling(".gone-" + UUID.randomUUID());
    boolean free =
        switch (item.kind().eviction()) {
          case UNLESS_LEASED ->
              UsageLease.unlessMarked(
                  cache.sourceLease(item.path().getFileName().toString()),
                  () -> move(item.path(), away));
          case UNLESS_LOCKED -> movedWhenFree(item, away);
          default -> {
            move(item.path(), away);
            yield true;
          }
        };
    Trees.delete(away);
    return free ? Optional.of(item) : Optional.empty();
  }

  private boolean movedWhenFree(Item item, Path away) throws IOException {
    Optional<FileLock> taken = FileLock.tryTake(cache.lockOf(item.kind(), item.path()));
    if (taken.isEmpty()) {
      return false;
    }
    try {
      move(item.path(), away);
    } finally {
      taken.get().close();
    }
    return true;
  }

  /** Moves it away in one step. */
  private void move(Path path, Path away) throws IOException {
    if (dry) {
      return;
    }
    try {
      Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another process won the race.
      return;
    }
  }

  /** ccache removes its own least recently used files down to a size. */
  private Optional<Item> shrunk(Item item, long most) throws IOException {
    long wanted = Math.max(0, item.bytes() - most);
    if (dry) {
      return Optional.of(new Item(item.kind(), item.path(), item.bytes() - wanted, item.lastUse()));
    }
    if (Tool.CCACHE.find(host).isPresent()) {
      new ProcessRunner(host)
          .run(
              Command.of("ccache", "--cleanup")
                  .with("CCACHE_DIR", item.path().toString())
                  .with("CCACHE_CONFIGPATH", item.path().resolve("ccache.conf").toString())
                  // No size at all would mean no limit.
                  .with("CCACHE_MAXSIZE", Math.max(1, wanted >> 10) + "Ki")
                  .limit(Duration.ofMinutes(5)));
    } else {
      Trees.delete(item.path());
    }
    // A small one can even grow: ccache creates its folders again.
    long freed = Math.max(0, item.bytes() - CacheContents.bytes(item.path()));
    return Optional.of(new Item(item.kind(), item.path(), freed, item.lastUse()));
  }
}
