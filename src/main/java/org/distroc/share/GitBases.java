package org.distroc.share;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kernel.GitClient;
import org.distroc.recipe.layers.BaseAddress;
import org.distroc.recipe.layers.RemoteBases;

/** Bases in commits of git repositories, by the client that fetches kernel sources. */
final class GitBases implements BaseSource {
  private static final String TOP = "base";

  private final GitClient git;
  private final BaseStore store;
  private final boolean offline;
  private final Consumer<String> progress;

  GitBases(Host host, boolean offline, Consumer<String> progress) {
    this.git = new GitClient(host, GitClient.Limits.RECIPES);
    this.store = new BaseStore(host);
    this.offline = offline;
    this.progress = progress;
  }

  @Override
  public RemoteBases.Fetched get(BaseAddress address, String pin) throws IOException {
    String key = "git-" + pin;
    Optional<Path> before = store.find(key);
    if (before.isEmpty()) {
      requireReachable(address);
      before =
          Optional.of(
              store.exclusively(
                  key,
                  () -> {
                    Optional<Path> meanwhile = store.find(key);
                    return meanwhile.isPresent() ? meanwhile.get() : fetch(address, pin, key);
                  }));
    }
    return new RemoteBases.Fetched(before.get(), pin, address.file());
  }

  private Path fetch(BaseAddress address, String pin, String key) throws IOException {
    progress.accept("fetching " + address.shown(pin));
    try {
      return git.with(
          address.url(),
          pin,
          store.scratch(),
          commit -> store.keep(key, TOP, () -> commit.archive(TOP), Map.of()));
    } catch (GitClient.GitException e) {
      throw new Failure(refused(address, "commit " + pin, e));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new Failure(unusable(address.shown(pin), e));
    }
  }

  /** What was fetched is not a folder that can be used. */
  static Diagnostic unusable(String shown, IOException e) {
    return Diagnostic.error(Code.D1054, "`" + shown + "` cannot be unpacked")
        .label("refused")
        .why(Optional.ofNullable(e.getMessage()).orElse("its data is damaged"))
        .why("nothing was kept")
        .help("ask those who published it for a folder with plain files and links inside it");
  }

  private void requireReachable(BaseAddress address) {
    if (offline && !address.url().startsWith("file:")) {
      throw new Failure(offline(address));
    }
    if (!GitClient.isAllowed(address.url())) {
      throw new Failure(
          Diagnostic.error(Code.D1043, "unsupported git URL `" + address.url() + "`")
              .why("only https, http, ssh, git and file:/// are allowed; others can run programs"));
    }
    if (!git.isInstalled()) {
      throw new Failure(
          Diagnostic.error(Code.D5025, "this base needs `git`, which is not installed")
              .help("install it: apt-get install git"));
    }
  }

  /** A base that is not on this machine, without a network. */
  static Diagnostic offline(BaseAddress address) {
    return Diagnostic.error(Code.D1043, "`" + address.url() + "` has to be fetched first")
        .label("not on this machine")
        .why("this run must not use the network")
        .help("run it once without `--offline`; the base is kept in the cache then");
  }

  private static Diagnostic refused(BaseAddress address, String what, GitClient.GitException e) {
    return switch (e.problem()) {
      case ABSENT ->
          Diagnostic.error(Code.D1044, "`" + address.url() + "` does not have " + what)
              .label("not there")
              .why(e.getMessage())
              .help("`git ls-remote " + address.url() + "` lists what is there");
      case NO_COMMIT ->
          Diagnostic.error(Code.D1044, "`" + address.url() + "` does not have " + what)
              .label("not a commit")
              .why(e.getMessage())
              .help("for a tag, take the commit that `git ls-remote` shows with ^{}");
      case UNREACHABLE ->
          Diagnostic.error(Code.D1043, "git could not fetch from `" + address.url() + "`")
              .label("not reachable")
              .why(e.getMessage())
              .help("try it by hand: git ls-remote " + address.url());
    };
  }

  @Override
  public String resolve(BaseAddress address) throws IOException {
    String name = address.name().orElseThrow();
    requireReachable(address);
    try {
      return git.commitOf(address.url(), name, store.scratch());
    } catch (GitClient.GitException e) {
      throw new Failure(refused(address, "`" + name + "`", e));
    }
  }
}
