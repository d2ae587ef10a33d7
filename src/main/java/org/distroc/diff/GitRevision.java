package org.distroc.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.ScratchFolder;
import org.distroc.recipe.text.Wording;

/**
 * The files of a git revision, in a temporary folder. The work tree and the index are neither read
 * nor changed, and nothing of the repository is executed: no hook, filter, alias or remote helper.
 */
final class GitRevision implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Settings of the user and of the repository apply, unless they execute something. */
  private static final List<String> SETTINGS =
      List.of(
          "core.hooksPath=/dev/null",
          "core.fsmonitor=false",
          "core.attributesFile=/dev/null",
          "core.pager=cat",
          "protocol.allow=never",
          "gc.auto=0",
          "maintenance.auto=false");

  private final String shown;
  private final Path original;
  private final ProcessRunner runner;
  private final ScratchFolder scratch;

  /** The top folder of the repository. */
  private Path top;

  /** The file as it was, in the copy. */
  private Path file;

  private GitRevision(Host host, String shown, Path original) throws IOException {
    this.shown = shown;
    this.original = original;
    this.runner = new ProcessRunner(host);
    this.scratch = ScratchFolder.create(ScratchFolder.parent(host));
  }

  /**
   * The files of a revision.
   *
   * @param file of the recipe, absolute; it need not exist any more
   * @param revision a commit, a branch, a tag, or what else git takes for one
   * @param shown both as the user named them, for messages
   * @throws Failure D8061 if there is no such revision, or it does not have the file
   */
  static GitRevision of(Host host, Path file, String revision, String shown) {
    if (host.find("git").isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D5025, "a revision is read by `git`, which is not installed")
              .help("install it: apt-get install git"));
    }
    if (revision.startsWith("-") || revision.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new Failure(
          Diagnostic.error(Code.D8061, "`" + Wording.shown(revision) + "` is not a git revision")
              .help("name a commit, a branch or a tag, such as HEAD~1"));
    }
    GitRevision files = null;
    try {
      files = new GitRevision(host, shown, file);
      files.unpack(revision);
      return files;
    } catch (IOException | InvalidPathException e) {
      close(files);
      throw new Failure(
          Diagnostic.error(Code.D8061, "cannot unpack the files of `" + Wording.shown(shown) + "`")
              .why(e instanceof IOException io ? IoErrors.reason(io) : "an impossible file name"),
          e);
    } catch (Failure e) {
      close(files);
      throw e;
    }
  }

  private static void close(GitRevision files) {
    if (files != null) {
      files.close();
    }
  }

  private void unpack(String revision) throws IOException {
    Path folder = existing(original.getParent());
    List<String> places =
        git(folder, "rev-parse", "--path-format=absolute", "--show-toplevel")
            .output()
            .lines()
            .toList();
    if (places.size() != 1) {
      throw new Failure(noRepository(folder));
    }
    top = Path.of(places.get(0)).toRealPath();
    Path within = folder.toRealPath().resolve(folder.relativize(original)).normalize();
    if (!within.startsWith(top)) {
      throw new Failure(noRepository(folder));
    }
    Outcome found = git(top, "rev-parse", "--verify", "--quiet", revision + "^{commit}");
    String commit = found.output().strip();
    if (!commit.matches("[0-9a-f]{40,64}")) {
      throw new Failure(noRevision(revision));
    }
    GitTree tree = new GitTree(runner, words -> command(top, words));
    Path parent = top.relativize(within).getParent();
    tree.unpack(commit, parent == null ? Path.of("") : parent, copy());
    file = copy().resolve(top.relativize(within).toString());
    if (!Files.exists(file)) {
      throw new Failure(
          Diagnostic.error(Code.D8061, "`" + Wording.shown(revision) + "` does not have this file")
              .why("looked for " + top.relativize(within) + " in commit " + commit)
              .help("`git log --oneline --follow -- FILE` lists the revisions of a file"));
    }
  }

  private static Path existing(Path folder) {
    Path at = folder;
    while (at.getParent() != null && !Files.isDirectory(at)) {
      at = at.getParent();
    }
    return at;
  }

  /** The folder that the copied files come from. */
  Path top() {
    return top;
  }

  /** The copy of the top folder. */
  Path copy() {
    return scratch.path().resolve("tree");
  }

  /** The file as it was. */
  Path file() {
    return file;
  }

  private Outcome git(Path folder, String... words) throws IOException {
    return runner.run(command(folder, List.of(words)));
  }

  private static Command command(Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("git", "--no-pager", "--literal-pathspecs"));
    for (String setting : SETTINGS) {
      words.addAll(List.of("-c", setting));
    }
    words.addAll(arguments);
    return Command.of(words)
        .in(folder)
        .limit(LONGEST)
        // A partial clone fetches what it lacks by programs that its configuration names.
        .with("GIT_NO_LAZY_FETCH", "1")
        .with("GIT_ALLOW_PROTOCOL", "none")
        .with("GIT_NO_REPLACE_OBJECTS", "1")
        .with("GIT_OPTIONAL_LOCKS", "0")
        .with("GIT_CONFIG_NOSYSTEM", "1")
        .with("GIT_TERMINAL_PROMPT", "0")
        .with("GIT_ASKPASS", "/bin/false");
  }

  private Diagnostic noRepository(Path folder) throws IOException {
    String said = git(folder, "rev-parse", "--show-toplevel").lastLines(3).strip();
    Diagnostic error =
        Diagnostic.error(Code.D8061, "`" + Wording.shown(shown) + "` is not in a git repository");
    return (said.isEmpty() || said.startsWith("/") ? error : error.why("git said: " + said))
        .help("revisions are read from the repository that the file is in");
  }

  private Diagnostic noRevision(String revision) {
    return Diagnostic.error(Code.D8061, "there is no revision `" + Wording.shown(revision) + "`")
        .why("looked in the repository " + top)
        .help("`git log --oneline` lists commits, `git branch -a` and `git tag` list names");
  }

  @Override
  public void close() {
    scratch.close();
  }
}
