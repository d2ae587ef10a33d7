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
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;
import org.distroc.host.Trees;
import org.distroc.host.UsageLease;

/**
 * Makes a cache smaller: what was used least recently goes first, and what is in use stays. Builds
 * may go on meanwhile. A thing is renamed in one step before it is deleted, so that nobody ever
 * sees half of it.
 */
public final class Pruning {
  private final Host host;
  private final Path cache;
  private final boolean dry;

  /**
   * Makes the cache of a host smaller.
   *
   * @param dry whether it is only found out what would go
   */
  public Pruning(Host host, boolean dry) {
    this.host = host;
    this.cache = host.cacheFolder();
    this.dry = dry;
  }

  /**
   * What became of it.
   *
   * @param removed what went; of ccache, as much as went
   * @param inUse what would have gone, and is in use
   * @param left bytes of what remains
   */
  public record Result(List<Item> removed, List<Item> inUse, long left) {}

  /** Removes things until what is left has no more than so many bytes. */
  public Result keep(long bytes) throws IOException {
    CacheContents contents = CacheContents.of(cache);
    long left = contents.bytes();
    for (Path path : contents.leftovers()) {
      left -= CacheContents.bytes(path);
      if (!dry) {
        Trees.delete(path);
      }
    }
    List<Item> removed = new ArrayList<>();
    List<Item> inUse = new ArrayList<>();
    List<Item> byUse = new ArrayList<>(contents.items());
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

  /** What went of it; empty if it is in use. */
  private Optional<Item> remove(Item item, long most) throws IOException {
    Path away = item.path().resolveSibling(".gone-" + UUID.randomUUID());
    boolean free =
        switch (item.kind().guard()) {
          case MARK ->
              UsageLease.unlessMarked(
                  CacheContents.mark(item.path()), () -> move(item.path(), away));
          case LOCK -> movedWhenFree(item.path(), away);
          case NONE -> {
            move(item.path(), away);
            yield true;
          }
          case CCACHE -> false;
        };
    Trees.delete(away);
    return item.kind().guard() == Kind.Guard.CCACHE
        ? shrunk(item, most)
        : free ? Optional.of(item) : Optional.empty();
  }

  private boolean movedWhenFree(Path path, Path away) throws IOException {
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    Optional<FileLock> taken = FileLock.tryTake(lock);
    if (taken.isEmpty()) {
      return false;
    }
    try {
      move(path, away);
    } finally {
      taken.get().close();
    }
    return true;
  }

  /** Takes it out of sight, in one step. */
  private void move(Path path, Path away) throws IOException {
    if (dry) {
      return;
    }
    try {
      Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Somebody else was quicker.
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
    // A small one can even grow: ccache makes its folders anew.
    long freed = Math.max(0, item.bytes() - CacheContents.bytes(item.path()));
    return Optional.of(new Item(item.kind(), item.path(), freed, item.lastUse()));
  }
}
