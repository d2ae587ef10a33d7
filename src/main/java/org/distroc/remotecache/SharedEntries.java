package org.distroc.remotecache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.settings.Preferences.Server;

/**
 * The servers of a run. An entry is downloaded from the first that has it, and uploaded to the
 * writable ones. A server that fails in any way is not used again in this run.
 *
 * <p>Uploads run in the background while the build goes on, one entry after the other; {@link
 * #close} waits for them no longer than the limits allow.
 */
public final class SharedEntries implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final ServerTimeouts limits;
  private final Consumer<Diagnostic> warnings;
  private final List<Diagnostic> untold = new ArrayList<>();

  private SharedEntries(ServerTimeouts limits, Consumer<Diagnostic> warnings) {
    this.limits = limits;
    this.warnings = warnings;
  }

  /** No servers. */
  public static SharedEntries none() {
    return new SharedEntries(ServerTimeouts.USUAL, warning -> {});
  }

  /**
   * Servers to use; none is connected to yet.
   *
   * @param locked SHA-256 digests of the files that may come from a server of locked files only
   * @param warnings receives a warning for each server that fails, at most one each; called from
   *     {@link #fetch} and {@link #close}
   */
  public static SharedEntries of(
      Host host,
      List<Server> servers,
      Set<String> locked,
      ServerTimeouts limits,
      Consumer<Diagnostic> warnings) {
    SharedEntries entries = new SharedEntries(limits, warnings);
    for (Server server : servers) {
      entries.connections.add(new Connection(host, server, locked, limits, entries::remember));
    }
    return entries;
  }

  /**
   * An entry, and where it came from.
   *
   * @param files by name, each as its digest says
   */
  public record Entry(Map<String, byte[]> files, String origin) {}

  /** Compares what a server sent with what is known here: whoever uploaded it may be wrong. */
  @FunctionalInterface
  public interface Check {
    /** Accepts everything. */
    Check NONE = files -> Optional.empty();

    /** What is wrong with the files of an entry, in a few words; empty if nothing is. */
    Optional<String> flaw(Map<String, byte[]> files);
  }

  /**
   * The entry of that name from the first server that has it complete.
   *
   * @param files the names that it must have, and no others. The first is the one that images are
   *     made of: a server must have locked files with the locked digests
   * @param check of the content; a server whose entry does not pass is not used again
   */
  public Optional<Entry> fetch(String name, List<String> files, Check check) {
    Optional<Entry> entry = Optional.empty();
    for (Connection connection : connections) {
      if (entry.isEmpty()) {
        entry =
            connection.fetch(name, files, check).map(found -> new Entry(found, connection.shown()));
      }
    }
    tell();
    return entry;
  }

  private void remember(Diagnostic warning) {
    synchronized (untold) {
      untold.add(warning);
    }
  }

  private void tell() {
    synchronized (untold) {
      untold.forEach(warnings);
      untold.clear();
    }
  }

  /**
   * Uploads an entry to the writable servers, in the background. Recently uploaded entries are
   * skipped.
   */
  public void offer(String name, Map<String, byte[]> files) {
    connections.forEach(connection -> connection.offer(name, files));
  }

  /** Waits for pending uploads, within the limit. */
  @Override
  public void close() {
    long end = System.nanoTime() + limits.upload().toNanos();
    connections.forEach(connection -> connection.finish(end));
    tell();
  }
}
