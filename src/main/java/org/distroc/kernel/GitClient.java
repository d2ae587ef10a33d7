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
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/**
 * Gets commits of untrusted git repositories: each without history, into a temporary repository,
 * and read as a tar archive. Nothing in a repository is executed: no hook, filter, submodule or
 * remote helper.
 */
public final class GitClient {
  private static final Pattern URL =
      Pattern.compile(
          "(?:https?|ssh|git)://[^\\s'\"\\\\\\p{Cntrl}-][^\\s\\p{Cntrl}]*|file:///[^\\p{Cntrl}]*");

  /** Overrides the commit's own .gitattributes: no file is converted. */
  private static final String NO_CONVERSION =
      "* -filter -text -ident -working-tree-encoding -export-subst -export-ignore\n";

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
          "fetch.unpackLimit=1",
          "init.defaultBranch=none",
          "advice.detachedHead=false");

  private static final List<String> PASSED_ON =
      List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSH_AUTH_SOCK");

  /** The unit of {@code ulimit -f}, in bytes. */
  private static final int BLOCK = 512;

  private final Host host;
  private final ProcessRunner runner;
  private final Limits limits;

  /** A client on a host. */
  public GitClient(Host host, Limits limits) {
    this.host = host;
    this.runner = new ProcessRunner(host);
    this.limits = limits;
  }

  /**
   * How long a server may take.
   *
   * @param whole for each command
   * @param silence after which a connection is given up, if it is slower than the rate
   * @param rate bytes in a second
   * @param bytes of each file that git writes
   */
  public record Limits(Duration whole, Duration silence, long rate, long bytes) {
    /** A kernel has hundreds of megabytes. */
    public static final Limits KERNEL =
        new Limits(Duration.ofHours(2), Duration.ofMinutes(1), 1, 16L << 30);

    /** Recipes have some kilobytes. */
    public static final Limits RECIPES =
        new Limits(Duration.ofMinutes(5), Duration.ofSeconds(20), 100, 512L << 20);
  }

  /** Why a commit cannot be had. */
  public enum Problem {
    /** The server answers, and does not have it. */
    ABSENT,
    /** It is another kind of object. */
    NO_COMMIT,
    /** The server does not answer, or not in time. */
    UNREACHABLE
  }

  /** A commit that cannot be had. */
  public static final class GitException extends IOException {
    private static final long serialVersionUID = 1L;
    private final Problem problem;

    GitException(Problem problem, String reason) {
      super(reason);
      this.problem = problem;
    }

    /** What kind of problem it is; the message has the words. */
    public Problem problem() {
      return problem;
    }
  }

  /** Whether an address has a protocol that runs no other program. */
  public static boolean isAllowed(String url) {
    return URL.matcher(url).matches();
  }

  /** Whether git is installed. */
  public boolean isInstalled() {
    return host.find("git").isPresent();
  }

  /** What is done with the tree of a commit. */
  @FunctionalInterface
  public interface Use<T> {
    /** Works on a commit that was fetched. */
    T of(Commit commit) throws IOException;
  }

  /** A commit in a temporary repository. */
  public final class Commit {
    private final Path repository;
    private final String id;

    Commit(Path repository, String id) {
      this.repository = repository;
      this.id = id;
    }

    /** Its tree as a tar archive, in a folder of that name. */
    public InputStream archive(String prefix) throws IOException {
      Command command =
          command(
              repository, List.of("archive", "--format=tar", "--prefix=" + prefix + "/", id, "--"));
      return new Tarball.ToolStream(runner.start(command));
    }

    /** The commit as git stores it: its headers, a signature among them, and its message. */
    public String text() throws IOException {
      return git(repository, "cat-file", "commit", id).output();
    }
  }

  /**
   * Fetches a commit, and works on it.
   *
   * @param scratch a folder for the temporary repository
   * @throws GitException if it cannot be had
   */
  public <T> T with(String url, String commit, Path scratch, Use<T> use) throws IOException {
    return inRepository(scratch, repository -> use.of(fetch(url, commit, repository)));
  }

  private Commit fetch(String url, String commit, Path repository) throws IOException {
    Files.createDirectories(repository.resolve("info"));
    Files.writeString(repository.resolve("info/attributes"), NO_CONVERSION);
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
            url,
            commit);
    if (!outcome.succeeded()) {
      throw refused(outcome);
    }
    String kind = git(repository, "cat-file", "-t", commit).output().strip();
    if (!kind.equals("commit")) {
      throw new GitException(Problem.NO_COMMIT, "it is a " + kind + ", not a commit");
    }
    return new Commit(repository, commit);
  }

  private interface Work<T> {
    T in(Path repository) throws IOException;
  }

  /** Does work in an empty repository, which is deleted afterwards. */
  private <T> T inRepository(Path scratch, Work<T> work) throws IOException {
    Path repository = Files.createTempDirectory(scratch, "git-");
    try {
      git(repository, "init", "--quiet", "--bare", "--template=", ".");
      return work.in(repository);
    } finally {
      Trees.delete(repository);
    }
  }

  /**
   * The commit that a branch or a tag leads to now.
   *
   * @throws GitException if there is none
   */
  public String commitOf(String url, String name, Path scratch) throws IOException {
    List<String> names = List.of("refs/heads/" + name, "refs/tags/" + name);
    List<String> words = new ArrayList<>(List.of("ls-remote", "--quiet", "--", url));
    names.forEach(full -> words.addAll(List.of(full, full + "^{}")));
    Outcome outcome =
        inRepository(scratch, repository -> git(repository, words.toArray(String[]::new)));
    if (!outcome.succeeded()) {
      throw refused(outcome);
    }
    // A tag object comes before the commit that it names.
    Optional<String> last = Optional.empty();
    for (String line : outcome.output().lines().toList()) {
      String[] parts = line.split("\t");
      boolean meant =
          parts.length == 2
              && names.contains(parts[1].replace("^{}", ""))
              && parts[0].matches("[0-9a-f]{40}");
      if (meant && (last.isEmpty() || parts[1].endsWith("^{}"))) {
        last = Optional.of(parts[0]);
      }
    }
    return last.orElseThrow(
        () -> new GitException(Problem.ABSENT, "it has no branch and no tag of that name"));
  }

  private Outcome git(Path repository, String... arguments) throws IOException {
    return runner.run(command(repository, List.of(arguments)));
  }

  private Command command(Path repository, List<String> arguments) {
    // A server may send what it likes, and git writes all of it.
    List<String> words =
        new ArrayList<>(
            List.of("sh", "-c", "ulimit -f " + limits.bytes / BLOCK + "; exec \"$@\"", "sh"));
    words.add("git");
    for (String setting : SETTINGS) {
      words.addAll(List.of("-c", setting));
    }
    words.addAll(List.of("-c", "http.lowSpeedLimit=" + limits.rate));
    words.addAll(List.of("-c", "http.lowSpeedTime=" + limits.silence.toSeconds()));
    words.addAll(arguments);
    Command command =
        Command.of(words)
            .in(repository)
            .limit(limits.whole)
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

  private static GitException refused(Outcome outcome) {
    String error = outcome.lastLines(6).strip();
    boolean answered =
        error.contains("not our ref")
            || error.contains("couldn't find remote ref")
            || error.contains("does not allow request for unadvertised object");
    if (answered) {
      // Both ends may print the same, in any order: the remote's line is enough.
      return new GitException(
          Problem.ABSENT,
          "the server said: "
              + error.lines().filter(l -> l.contains("remote")).findFirst().orElse(error));
    }
    return new GitException(Problem.UNREACHABLE, outcome.timedOut() ? "timed out" : error);
  }
}
