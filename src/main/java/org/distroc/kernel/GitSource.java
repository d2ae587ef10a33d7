package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/**
 * One commit of an untrusted git repository: fetched without history into a temporary repository,
 * and unpacked from {@code git archive} like any other tarball. Nothing in the repository is
 * executed: no hook, filter, submodule or remote helper.
 */
final class GitSource {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern URL =
      Pattern.compile(
          "(?:https?|ssh|git)://[^\\s'\"\\\\\\p{Cntrl}-][^\\s\\p{Cntrl}]*|file:///[^\\p{Cntrl}]*");

  /** Overrides the commit's own .gitattributes: no file is converted. */
  private static final String NO_CONVERSION =
      "* -filter -text -ident -working-tree-encoding -export-subst -export-ignore\n";

  private static final Duration FETCHING = Duration.ofHours(2);

  /** Settings of the user and the machine apply, unless they execute something. */
  private static final List<String> SETTINGS =
      List.of(
          "core.hooksPath=/dev/null",
          "core.fsmonitor=false",
          "core.attributesFile=/dev/null",
          "core.autocrlf=false",
          "protocol.ext.allow=never",
          "submodule.recurse=false",
          "fetch.recurseSubmodules=false",
          "maintenance.auto=false",
          "gc.auto=0",
          "http.lowSpeedLimit=1",
          "http.lowSpeedTime=60",
          "init.defaultBranch=none",
          "advice.detachedHead=false");

  private static final List<String> PASSED_ON =
      List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSH_AUTH_SOCK");

  private final Host host;
  private final ProcessRunner runner;
  private final SourceCache cache;
  private final Progress progress;

  GitSource(Host host, SourceCache cache, Progress progress) {
    this.host = host;
    this.runner = new ProcessRunner(host);
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
    if (host.find("git").isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D5025, "this kernel source needs `git`, which is not installed")
              .help("install it: apt-get install git"));
    }
    return cache.exclusively("fetch-" + key.folder(), () -> fetch(source, key, origin));
  }

  private static void check(KernelSource.Git source) {
    if (!URL.matcher(source.url()).matches()) {
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
    Path repository = Files.createTempDirectory(cache.downloads(), "git-");
    try {
      git(repository, "init", "--quiet", "--bare", "--template=", ".");
      Files.createDirectories(repository.resolve("info"));
      Files.writeString(repository.resolve("info/attributes"), NO_CONVERSION);
      progress.report("fetching " + origin, 0, 0);
      Outcome outcome =
          git(
              repository,
              "fetch",
              "--quiet",
              "--depth=1",
              "--no-tags",
              "--no-recurse-submodules",
              "--no-auto-gc",
              "--",
              source.url(),
              source.commit());
      Outcome kind = git(repository, "cat-file", "-t", source.commit());
      if (!outcome.succeeded()) {
        throw new Failure(refused(source, outcome));
      }
      if (!kind.output().strip().equals("commit")) {
        throw new Failure(
            noCommit(source)
                .why("it is a " + kind.output().strip() + ", not a commit")
                .help("for a tag, take the commit that `git ls-remote` shows with ^{}"));
      }
      return cache.unpack(key, origin, () -> archive(repository, source.commit()));
    } finally {
      Trees.delete(repository);
    }
  }

  private InputStream archive(Path repository, String commit) throws IOException {
    Command command =
        command(repository, List.of("archive", "--format=tar", "--prefix=linux/", commit, "--"));
    return new Tarball.ToolStream(runner.start(command));
  }

  private Outcome git(Path repository, String... arguments) throws IOException {
    return runner.run(command(repository, List.of(arguments)));
  }

  private Command command(Path repository, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("git"));
    for (String setting : SETTINGS) {
      words.addAll(List.of("-c", setting));
    }
    words.addAll(arguments);
    Command command =
        Command.of(words)
            .in(repository)
            .limit(FETCHING)
            .with("GIT_DIR", repository.toString())
            .with("GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file")
            .with("GIT_CONFIG_NOSYSTEM", "1")
            .with("GIT_TERMINAL_PROMPT", "0")
            .with("GIT_ASKPASS", "/bin/false")
            .with("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=30");
    for (String variable : PASSED_ON) {
      Optional<String> value = host.variable(variable);
      command = value.isPresent() ? command.with(variable, value.get()) : command;
    }
    return command;
  }

  private static Diagnostic refused(KernelSource.Git source, Outcome outcome) {
    String error = outcome.lastLines(6).strip();
    boolean answered =
        error.contains("not our ref")
            || error.contains("couldn't find remote ref")
            || error.contains("does not allow request for unadvertised object");
    if (answered) {
      return noCommit(source)
          // Both ends may print the same, in any order: the remote's line is enough.
          .why(
              "the server said: "
                  + error.lines().filter(l -> l.contains("remote")).findFirst().orElse(error))
          .help("check that the commit was pushed there, to a branch that still exists");
    }
    return Diagnostic.error(Code.D5027, "git could not fetch from `" + source.url() + "`")
        .why(outcome.timedOut() ? "timed out" : error)
        .help("try it by hand: git ls-remote " + source.url());
  }

  private static Diagnostic noCommit(KernelSource.Git source) {
    return Diagnostic.error(
            Code.D2008, "`" + source.url() + "` does not have commit " + source.commit())
        .label("not there");
  }
}
