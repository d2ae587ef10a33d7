package org.distroc.kernel;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;

/**
 * One commit of an untrusted git repository as a kernel source, fetched by {@link GitClient} and
 * unpacked like any other tarball.
 */
final class GitSource {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private final GitClient git;
  private final SourceCache cache;
  private final Progress progress;

  GitSource(Host host, SourceCache cache, Progress progress) {
    this.git = new GitClient(host, GitClient.Limits.KERNEL);
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * The tree of a commit.
   *
   * @throws Failure D2009, D2008, D5022, D5025, D5027 and those of unpacking
   */
  KernelTree obtain(KernelSource.Git source, String origin, KernelSources.Options options)
      throws IOException {
    check(source);
    SourceCache.Key key = new SourceCache.Key("git", source.commit());
    Optional<KernelTree> before = cache.find(key, origin);
    if (before.isPresent()) {
      return before.get();
    }
    if (options.offline() && !source.url().startsWith("file:")) {
      throw KernelSources.needsNetwork(origin);
    }
    if (!git.isInstalled()) {
      throw new Failure(
          Diagnostic.error(Code.D5025, "this kernel source needs `git`, which is not installed")
              .help("install it: apt-get install git"));
    }
    return cache.exclusively("fetch-" + key.folder(), () -> fetch(source, key, origin));
  }

  private static void check(KernelSource.Git source) {
    if (!GitClient.isAllowed(source.url())) {
      throw new Failure(
          Diagnostic.error(Code.D2009, "unsupported git URL `" + source.url() + "`")
              .why("only https, http, ssh, git and file:/// are allowed; others can run programs")
              .help("write it like https://host/path/linux.git"));
    }
    if (!COMMIT.matcher(source.commit()).matches()) {
      throw new Failure(
          Diagnostic.error(Code.D2009, "`" + source.commit() + "` is not a full commit")
              .why(
                  "a branch, a tag or a short form may mean another commit tomorrow; a commit's 40"
                      + " hexadecimal digits always mean the same bytes")
              .help(
                  "`git ls-remote "
                      + source.url()
                      + "` lists the commits of names; for a tag"
                      + " take the line ending in ^{}"));
    }
  }

  private KernelTree fetch(KernelSource.Git source, SourceCache.Key key, String origin)
      throws IOException {
    progress.report("fetching " + origin, 0, 0);
    try {
      return git.with(
          source.url(),
          source.commit(),
          cache.downloads(),
          commit -> cache.unpack(key, origin, () -> commit.archive("linux")));
    } catch (GitClient.GitException e) {
      throw new Failure(refused(source, e));
    }
  }

  private static Diagnostic refused(KernelSource.Git source, GitClient.GitException e) {
    return switch (e.problem()) {
      case ABSENT ->
          noCommit(source)
              .why(e.getMessage())
              .help("check that the commit was pushed there, to a branch that still exists");
      case NO_COMMIT ->
          noCommit(source)
              .why(e.getMessage())
              .help("for a tag, take the commit that `git ls-remote` shows with ^{}");
      case UNREACHABLE ->
          Diagnostic.error(Code.D5027, "git could not fetch from `" + source.url() + "`")
              .why(e.getMessage())
              .help("try it by hand: git ls-remote " + source.url());
    };
  }

  private static Diagnostic noCommit(KernelSource.Git source) {
    return Diagnostic.error(
            Code.D2008, "`" + source.url() + "` does not have commit " + source.commit())
        .label("not there");
  }
}
