package org.distroc.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.distroc.lock.Lock;
import org.distroc.recipe.layers.BaseAddress;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.settings.Preferences.Signers;
import org.distroc.trust.Need;
import org.distroc.trust.Needs;

/**
 * Gets the bases of one recipe from git repositories and registries, each as it is pinned in the
 * recipe or in its lock file.
 */
public final class FetchedRecipes implements RemoteBases {
  private final Host host;
  private final Path recipe;
  private final Options options;
  private final Supplier<Optional<Lock>> lockFile;
  private final Consumer<Need> consent;
  private final Consumer<String> progress;
  private Optional<Lock> lock;

  /**
   * The bases of a recipe; nothing is read before one is needed.
   *
   * @param recipe its file, absolute
   * @param lockFile its lock file, if that applies
   * @param consent throws if something needs consent that was not given
   * @param progress told what is being fetched
   */
  public FetchedRecipes(
      Host host,
      Path recipe,
      Options options,
      Supplier<Optional<Lock>> lockFile,
      Consumer<Need> consent,
      Consumer<String> progress) {
    this.host = host;
    this.recipe = recipe;
    this.options = options;
    this.lockFile = lockFile;
    this.consent = consent;
    this.progress = progress;
  }

  /**
   * What may be done.
   *
   * @param offline whether to stay off the network
   * @param resolve whether names that move are looked up, unless the lock file has them
   * @param names what they led to before in this run
   * @param signers who must have signed what comes from a registry
   */
  public record Options(
      boolean offline, boolean resolve, Map<String, String> names, List<Signers> signers) {}

  private Optional<Lock> lock() {
    if (lock == null) {
      lock = lockFile.get();
    }
    return lock;
  }

  @Override
  public Fetched fetch(BaseAddress address, Span at) {
    try {
      return source(address, at).get(address, pin(address, at));
    } catch (Failure failure) {
      throw new Failure(
          failure.diagnostics().stream()
              .map(mistake -> mistake.at().isPresent() ? mistake : mistake.at(at))
              .toList(),
          failure);
    } catch (IOException e) {
      throw new Failure(host.cache().unusable(e).diagnostics().get(0).at(at), e);
    }
  }

  private BaseSource source(BaseAddress address, Span at) {
    Needs.ofBase(recipe.toAbsolutePath().getParent(), address.url(), at).ifPresent(consent);
    return address.protocol() == BaseAddress.Protocol.GIT
        ? new GitBases(host, options.offline(), progress)
        : new OciBases(host, options.signers(), options.offline(), progress);
  }

  private String pin(BaseAddress address, Span at) throws IOException {
    if (address.pin().isPresent()) {
      return address.pin().get();
    }
    Optional<String> locked = lock().flatMap(file -> file.pinOf(address.locked()));
    if (locked.isPresent()) {
      return locked.get().substring(address.protocol().word().length() + 1);
    }
    if (!options.resolve()) {
      throw new Failure(unpinned(address));
    }
    String before = options.names().get(address.locked());
    if (before != null) {
      return before;
    }
    String found = source(address, at).resolve(address);
    options.names().put(address.locked(), found);
    return found;
  }

  private Diagnostic unpinned(BaseAddress address) {
    String name = address.name().orElse("");
    boolean git = address.protocol() == BaseAddress.Protocol.GIT;
    return Diagnostic.error(Code.D1045, "`" + name + "` of this base is not pinned")
        .label("no lock file has its " + (git ? "commit" : "digest"))
        .why("it may mean something else tomorrow")
        .help("`distroc lock " + shown() + "` writes what it means now into the lock file")
        .help(git ? "or name a commit: `commit: …`" : "or name a digest: `sha256: …`");
  }

  private Path shown() {
    return host.shown(recipe);
  }

  @Override
  public void check(String name, String found, Span at) {
    Optional<String> locked = lock().flatMap(file -> file.base(name));
    if (locked.isPresent() && !locked.get().equals(found)) {
      throw new Failure(
          Diagnostic.error(Code.D1046, "this base differs from the lock file")
              .at(at)
              .label("locked to something else")
              .why(lock().get().baseAt(name).place() + " has " + locked.get())
              .why("it is now " + found)
              .help("undo the change if it was unintended")
              .help("or accept it: distroc lock --update " + shown()));
    }
  }
}
