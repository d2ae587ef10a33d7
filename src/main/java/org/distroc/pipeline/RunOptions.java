package org.distroc.pipeline;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.distroc.builder.Compilers;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.host.JobServer;
import org.distroc.recipe.layers.Overrides;
import org.distroc.remotecache.ServerTimeouts;
import org.distroc.remotecache.SharedEntries;
import org.distroc.settings.Preferences;

/**
 * Options of one run.
 *
 * @param output where to build; empty for {@code build/<name>}
 * @param jobs how many jobs run in parallel; empty for the settings' number
 * @param install whether to install missing host tools
 * @param offline whether to stay off the network
 * @param shared whether to use the shared caches of the settings
 * @param ignoreLock whether to ignore lock files
 * @param bases what is done about bases that are elsewhere
 * @param overrides what the command line changes in recipes
 * @param input where the recipe {@code -} is read from
 * @param preferences the user's settings; options take precedence
 */
public record RunOptions(
    Optional<Path> output,
    OptionalInt jobs,
    boolean install,
    boolean offline,
    boolean shared,
    boolean ignoreLock,
    BaseUse bases,
    Overrides overrides,
    InputStream input,
    Preferences preferences) {

  /** The defaults: online, with shared caches and lock files, and no settings. */
  public static RunOptions defaults() {
    return new RunOptions(
        Optional.empty(),
        OptionalInt.empty(),
        false,
        false,
        true,
        false,
        BaseUse.PINNED,
        Overrides.NONE,
        InputStream.nullInputStream(),
        Preferences.none());
  }

  /** For texts that somebody types: half an address must not be asked for anything. */
  public static RunOptions ofEditor() {
    RunOptions usual = defaults();
    return new RunOptions(
        usual.output,
        usual.jobs,
        false,
        true,
        false,
        false,
        usual.bases,
        usual.overrides,
        usual.input,
        usual.preferences);
  }

  /** A copy with the user's settings. */
  public RunOptions with(Preferences settings) {
    return new RunOptions(
        output, jobs, install, offline, shared, ignoreLock, bases, overrides, input, settings);
  }

  /** What is done about bases that are elsewhere. */
  public enum BaseUse {
    /**
     * Each needs a pin, in the recipe or in the lock file, and consent if it is on this machine.
     */
    PINNED,
    /** Names that move are looked up, to be written into the lock file. */
    RESOLVED,
    /** Consent is what the run is about. */
    TRUSTED
  }

  /** Whether names of bases that move are looked up. */
  boolean resolvesNames() {
    return bases == BaseUse.RESOLVED;
  }

  /** Whether bases are read to find what needs consent. */
  boolean collectsNeeds() {
    return bases == BaseUse.TRUSTED;
  }

  /** A copy with another use of bases. */
  public RunOptions using(BaseUse use) {
    return new RunOptions(
        output, jobs, install, offline, shared, ignoreLock, use, overrides, input, preferences);
  }

  /** A copy for one of a recipe's architectures, in a folder of its own. */
  RunOptions on(String architecture) {
    return new RunOptions(
        output.map(folder -> folder.resolve(architecture)),
        jobs,
        install,
        offline,
        shared,
        ignoreLock,
        bases,
        overrides.on(architecture),
        input,
        preferences);
  }

  /** A copy that ignores lock files, or not. */
  public RunOptions ignoringLock(boolean ignore) {
    return new RunOptions(
        output, jobs, install, offline, shared, ignore, bases, overrides, input, preferences);
  }

  /** A copy that builds in another folder, without the shared caches. */
  RunOptions isolatedIn(Path folder) {
    return new RunOptions(
        Optional.of(folder),
        jobs,
        install,
        isOffline(),
        false,
        ignoreLock,
        bases,
        overrides,
        input,
        preferences);
  }

  /** Whether the options or the settings keep the run off the network. */
  public boolean isOffline() {
    return offline || preferences.offline();
  }

  /**
   * The number of parallel jobs: the option, else the settings, else what a parent make lends or
   * one per processor ({@link JobServer#JOIN}).
   */
  public int jobsOrDefault() {
    return jobs.isPresent() ? jobs.getAsInt() : preferences.jobs().orElse(JobServer.JOIN);
  }

  /**
   * How many processors of guests run side by side: as many as there are jobs, or all of this
   * machine. A guest takes no job of a make that started distroc.
   */
  public int guestProcessors() {
    int jobs = jobsOrDefault();
    return jobs == JobServer.JOIN ? JobServer.processors() : jobs;
  }

  /**
   * The shared caches that this run may use.
   *
   * @param locked SHA-256 of files that the lock file lists
   */
  SharedEntries sharedEntries(Host host, Set<String> locked, Consumer<Diagnostic> warnings) {
    return !shared || isOffline()
        ? SharedEntries.none()
        : SharedEntries.of(host, preferences.shared(), locked, ServerTimeouts.USUAL, warnings);
  }

  /** The compilers of this run; offline, only local ones. */
  Compilers compilers(Consumer<Diagnostic> warnings) {
    Preferences.Ccache ccache = preferences.ccache();
    return isOffline()
        ? new Compilers(
            jobsOrDefault(),
            new Preferences.Ccache(ccache.use(), ccache.size(), Optional.empty()),
            List.of(),
            warnings)
        : new Compilers(jobsOrDefault(), ccache, preferences.distccHosts(), warnings);
  }
}
