package org.distroc.builder;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BootId;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/**
 * The folder where kernels of one source are compiled, one build at a time, so that make compiles
 * only what an option changes. make trusts whatever is newer than its sources, so the folder is
 * used again only if nobody but make had its hands in it:
 *
 * <ul>
 *   <li>make ended by itself. Then a mark lies beside the folder, which the process that waits for
 *       make writes, so it is there also when distroc was killed. make that was asked to end
 *       removes what it has half written, as the kernel's developers rely on each day; make that
 *       was killed leaves no mark.
 *   <li>Nothing has changed since. Whatever alters, truncates, adds or removes a file sets the
 *       change time of the file or its folder, even if it sets back the other times. The mark is
 *       later than all that make wrote.
 *   <li>All files are as noted, in size and times: a clock that was set back hides a change from
 *       the mark, and a power failure can empty files that were whole. distroc that was killed has
 *       noted nothing; then the mark suffices until the machine is started anew.
 * </ul>
 *
 * Otherwise it is dropped, and the kernel is compiled from the beginning.
 */
final class KernelObjects {
  /** What a make says that could not clean up: it is no longer known what is whole. */
  private static final List<String> UNCLEAN = List.of("Killed", "Error 137");

  private static final String ENDED = ".ended";
  private static final String NOTE = ".bytes";

  /** make that was asked to end is killed after two seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Bytes that the objects of a small kernel take. */
  static final long SMALL = 90 << 20;

  private final Path folder;
  private final ProcessRunner runner;
  private final BuildListener listener;
  private Optional<String> anew = Optional.empty();

  KernelObjects(Path folder, ProcessRunner runner, BuildListener listener) {
    this.folder = folder;
    this.runner = runner;
    this.listener = listener;
  }

  Path folder() {
    return folder;
  }

  /** Why this build compiled what a former one had compiled, if it did. */
  Optional<String> anew() {
    return anew;
  }

  /** A run of make in the folder; its command is to be changed as told. */
  interface Work {
    void run(UnaryOperator<Command> change) throws IOException;
  }

  /** Whether somebody else did the work while one waited for the folder. */
  interface Done {
    boolean meanwhile() throws IOException;
  }

  /**
   * Runs make in the folder when nobody else does, if that is still needed then.
   *
   * @param log what make says
   */
  void use(Path log, Done done, Work make) throws IOException {
    FileLock taken =
        FileLock.take(
            beside(".lock"), () -> listener.line("waiting for another build of this kernel"));
    try {
      if (done.meanwhile()) {
        return;
      }
      prepare();
      work(log, make);
    } finally {
      taken.close();
    }
  }

  private void prepare() throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.exists(beside(ENDED))) {
        // distroc was killed a moment ago, and make is still cleaning up.
        runner.awaitMark(beside(ENDED), PATIENCE);
      }
      boolean ended = Files.exists(beside(ENDED));
      if (!isTrusted()) {
        anew =
            Optional.of(
                "full rebuild: "
                    + (ended
                        ? "object files were modified"
                        : "the last build of this kernel did not finish"));
        listener.line("compiling " + anew.get());
        drop();
      }
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(beside(ENDED));
    note(BootId.current());
  }

  private void work(Path log, Work make) throws IOException {
    boolean clean = false;
    try {
      make.run(command -> command.mark(beside(ENDED)));
      clean = true;
    } catch (Failure | ConfigMismatchException | IOException failure) {
      clean = !isUnclean(log);
      if (DiskFull.isTight(folder)) {
        // Some tool may have written half a file and not noticed.
        Files.deleteIfExists(beside(ENDED));
      }
      throw failure;
    } finally {
      if (clean) {
        DirectoryFingerprint survey = DirectoryFingerprint.of(folder);
        note(BootId.current() + " " + survey.bytes() + " " + Long.toHexString(survey.sum()));
      } else {
        drop();
      }
    }
  }

  private Path beside(String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }

  /** The mark goes first: whatever is left when this is interrupted is dropped next time. */
  private void drop() throws IOException {
    Files.deleteIfExists(beside(ENDED));
    Trees.delete(folder);
  }

  private static boolean isUnclean(Path log) throws IOException {
    if (!Files.isRegularFile(log)) {
      return true;
    }
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    return DiskFull.isSaidIn(said) || UNCLEAN.stream().anyMatch(said::contains);
  }

  boolean isTrusted() throws IOException {
    Path mark = beside(ENDED);
    if (!Files.isRegularFile(mark)) {
      return false;
    }
    Instant ended = Files.getLastModifiedTime(mark).toInstant();
    DirectoryFingerprint survey = DirectoryFingerprint.of(folder);
    // A mark of the future says nothing: a clock was set back.
    return survey.newest().isBefore(ended)
        && ended.isBefore(Instant.now().plusSeconds(1))
        && isAsNoted(survey);
  }

  private boolean isAsNoted(DirectoryFingerprint survey) throws IOException {
    Path note = beside(NOTE);
    List<String> noted =
        Files.isRegularFile(note) ? List.of(Files.readString(note).strip().split(" ")) : List.of();
    return switch (noted.size()) {
      case 1 -> noted.get(0).equals(BootId.current());
      case 3 -> noted.get(2).equals(Long.toHexString(survey.sum()));
      default -> false;
    };
  }

  /** The boot, so that a mark made in it counts; then what make left, once that is known. */
  private void note(String words) throws IOException {
    AtomicFiles.write(beside(NOTE), words + "\n");
  }

  /** About how many bytes the objects of a kernel take: as many as those of the largest so far. */
  long bytesOfOne() {
    long most = 0;
    File[] notes = folder.toFile().getParentFile().listFiles(f -> f.getName().endsWith(NOTE));
    for (File note : notes == null ? new File[0] : notes) {
      try {
        String[] words = Files.readString(note.toPath()).strip().split(" ");
        most = Math.max(most, words.length < 2 ? 0 : Long.parseLong(words[1]));
      } catch (IOException | NumberFormatException e) {
        // It is only an estimate.
        continue;
      }
    }
    return most == 0 ? SMALL : most;
  }
}
