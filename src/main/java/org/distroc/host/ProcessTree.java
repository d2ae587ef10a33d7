package org.distroc.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that can be killed together with all its descendants, and that is killed when distroc
 * dies, however it dies.
 *
 * <p>Neither {@link Process#destroy()} nor a parent-death signal reaches grandchildren, and no hook
 * runs on SIGKILL. So the command runs in its own session with a guard, a shell loop that reads a
 * pipe from this process: when the pipe closes, because distroc closed it or because distroc has
 * ended, the guard ends the whole process group.
 *
 * <p>When distroc has ended, no process reads the command's output, and it would be killed by that
 * while it cleans up. So the shell holds the other ends of both pipes too: Linux opens them by the
 * names of its own ends. For a command with a mark, the whole tree holds a lock next to the mark
 * for as long as any of it lives: the next build can wait for that.
 *
 * <p>A confined command is in the same process group, so all this holds for it too; what leaves the
 * group cannot leave its process namespace, which ends with bubblewrap.
 */
final class ProcessTree extends Process {
  /** The words after the script's name are the command; they are never read as shell text. */
  private static final String GUARD =
      """
      exec 3<&0
      [ ! -p /proc/self/fd/1 ] || command exec 4</proc/self/fd/1 5</proc/self/fd/2
      ended() { # by itself, or as it was asked to: not by a crash or SIGKILL
        [ -n "$mark" ] || return
        [ "$1" -lt 128 ] || [ "$1" = 130 ] || [ "$1" = 143 ] || return
        sleep 0.02
        : >"$mark"
      }
      patience=0.5; [ -z "$2" ] || patience=2
      trap 'wait $child; ended $?; kill -KILL 0' TERM
      ( trap '' TERM
        while read -r _; do :; done
        kill -TERM 0; sleep $patience; kill -KILL 0 ) <&3 >/dev/null 2>&1 &
      guard=$!
      input=$1; mark=$2; preparation=$3; shift 3
      [ -z "$mark" ] || { exec 6>>"$mark.lock" && flock 6; }
      ( eval "$preparation"
        exec "$@" ) <"$input" 3<&- 4<&- 5<&- &
      child=$!
      wait $child
      status=$?
      ended $status
      kill -KILL $guard 2>/dev/null
      exit $status
      """;

  private final Process shell;
  private final OutputStream lifeline;

  private ProcessTree(Process shell) {
    this.shell = shell;
    this.lifeline = shell.getOutputStream();
  }

  /**
   * Starts a command.
   *
   * @param environment all the variables it gets
   * @param input what it reads as standard input
   * @param mark as in {@link Command}
   * @param preparation what the shell does before it becomes the command, as its own text
   * @throws IOException if the folder does not exist or no process can be started
   */
  static ProcessTree start(
      List<String> words,
      Path folder,
      Map<String, String> environment,
      Path input,
      Optional<Path> mark,
      String preparation)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("no such folder: " + folder);
    }
    List<String> guarded =
        new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "distroc", input.toString()));
    guarded.add(mark.map(Path::toString).orElse(""));
    guarded.add(preparation);
    guarded.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(guarded).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new ProcessTree(builder.start());
  }

  /** The file on which the processes of a command with this mark hold a lock by flock(2). */
  static Path lockOf(Path mark) {
    return mark.resolveSibling(mark.getFileName() + ".lock");
  }

  /** Discards input: the pipe to the shell belongs to the guard, not to the command. */
  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return shell.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return shell.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return shell.waitFor();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return shell.waitFor(timeout, unit);
  }

  @Override
  public int exitValue() {
    return shell.exitValue();
  }

  @Override
  public boolean isAlive() {
    return shell.isAlive();
  }

  @Override
  public long pid() {
    return shell.pid();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return shell.onExit().thenApply(ended -> this);
  }

  /**
   * Ends the whole tree: SIGTERM, then SIGKILL half a second later, or two seconds for a command
   * with a mark.
   */
  @Override
  public void destroy() {
    try {
      lifeline.close();
    } catch (IOException e) {
      // The other end is gone: the tree has ended already.
      return;
    }
  }

  @Override
  public Process destroyForcibly() {
    destroy();
    return this;
  }
}
