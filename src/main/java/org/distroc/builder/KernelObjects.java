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
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BootId;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/**
 * The object folder of one kernel source. One build at a time uses it, so that make compiles only
 * what an option changes. make trusts any file that is newer than its sources, so the folder is
 * reused only if nothing but make has written to it:
 *
 * <ul>
 *   <li>make exited by itself. The process that waits for make then writes a mark next to the
 *       folder, even if distroc was killed. On SIGTERM, make deletes half-written targets, and
 *       leaves a mark; when killed, it leaves none.
 *   <li>Nothing has changed since. Whatever writes, truncates, adds or removes a file sets the
 *       ctime of the file or its folder, even if it resets the mtime. The mark is newer than
 *       everything that make wrote.
 *   <li>Sizes and times of all files match the recorded fingerprint: after a clock change the mark
 *       does not reveal a modification, and a power failure can truncate complete files. If distroc
 *       was killed, nothing was recorded, and the mark alone is enough until the next reboot.
 * </ul>
 *
 * Otherwise the folder is deleted, and the kernel is compiled from scratch.
 */
final class KernelObjects {
  /**
   * Output of a make that could not clean up, so that half-written files may be left, or that could
   * not compare times.
   */
  private static final List<String> UNCLEAN = List.of("Killed", "Error 137", Make.CLOCK_SKEW);

  private static final String ENDED = ".ended";
  private static final String NOTE = ".bytes";

  /** make is killed two seconds after SIGTERM. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Size in bytes of the objects of a small kernel. */
  static final long SMALL = 90 << 20;

  private final Path folder;
  private final ProcessRunner runner;
  private final BuildListener listener;
  private Optional<String> rebuildReason = Optional.empty();

  KernelObjects(Path folder, ProcessRunner runner, BuildListener listener) {
    this.folder = folder;
    this.runner = runner;
    this.listener = listener;
  }

  Path folder() {
    return folder;
  }

  /** Why this build recompiled everything, if it did. */
  Optional<String> rebuildReason() {
    return rebuildReason;
  }

  /** Runs make in the folder, after applying {@code change} to its command. */
  interface Work {
    void run(UnaryOperator<Command> change) throws IOException;
  }

  /** Whether another process did the work while this one waited for the folder. */
  interface Done {
    boolean isDone() throws IOException;
  }

  /**
   * Locks the folder and runs make in it, unless another process has done the work by then.
   *
   * @param log the output of make
   */
  void use(Path log, Done done, Work make) throws IOException {
    FileLock taken =
        FileLock.take(
            sibling(".lock"), () -> listener.line("waiting for another build of this kernel"));
    try {
      if (done.isDone()) {
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
      if (!Files.exists(sibling(ENDED))) {
        // distroc was just killed, and make is still cleaning up.
        runner.awaitMark(sibling(ENDED), PATIENCE);
      }
      boolean ended = Files.exists(sibling(ENDED));
      if (!isTrusted()) {
        rebuildReason =
            Optional.of(
                "full rebuild: "
                    + (ended
                        ? "object files were modified"
                        : "the last build of this kernel did not finish"));
        listener.line(rebuildReason.get());
        drop();
      }
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(sibling(ENDED));
    note(BootId.current());
  }

  private void work(Path log, Work make) throws IOException {
    boolean clean = false;
    try {
      make.run(command -> command.mark(sibling(ENDED)).writing(folder));
      clean = true;
    } catch (Failure | ConfigMismatchException | IOException failure) {
      clean = !isUnclean(log) && !isDisproved(failure);
      if (DiskFull.isTight(folder)) {
        // A tool may have written half a file without noticing.
        Files.deleteIfExists(sibling(ENDED));
      }
      throw failure;
    } finally {
      if (clean) {
        DirectoryFingerprint fingerprint = DirectoryFingerprint.of(folder);
        note(
            BootId.current()
                + " "
                + fingerprint.bytes()
                + " "
                + Long.toHexString(fingerprint.sum()));
      } else {
        drop();
      }
    }
  }

  private Path sibling(String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }

  /** Deletes the mark first: if this is interrupted, the next build deletes the rest. */
  private void drop() throws IOException {
    Files.deleteIfExists(sibling(ENDED));
    Trees.delete(folder);
  }

  /** Whether make succeeded with wrong files, which it would take for right ones next time. */
  private static boolean isDisproved(Exception failure) {
    return failure instanceof Failure failed
        && failed.diagnostics().stream().anyMatch(d -> d.code() == Code.D6042);
  }

  private static boolean isUnclean(Path log) throws IOException {
    Optional<byte[]> bytes = BoundedFiles.entry(log, BoundedFiles.TABLE);
    if (bytes.isEmpty()) {
      return true;
    }
    String output = new String(bytes.get(), StandardCharsets.ISO_8859_1);
    return DiskFull.isReportedIn(output) || UNCLEAN.stream().anyMatch(output::contains);
  }

  boolean isTrusted() throws IOException {
    Path mark = sibling(ENDED);
    if (!Files.isRegularFile(mark)) {
      return false;
    }
    Instant ended = Files.getLastModifiedTime(mark).toInstant();
    DirectoryFingerprint fingerprint = DirectoryFingerprint.of(folder);
    // A mark from the future proves nothing: the clock was set back.
    return fingerprint.newest().isBefore(ended)
        && ended.isBefore(Instant.now().plusSeconds(1))
        && matchesNote(fingerprint);
  }

  private boolean matchesNote(DirectoryFingerprint fingerprint) throws IOException {
    Path note = sibling(NOTE);
    List<String> noted =
        AtomicFiles.read(note).map(text -> List.of(text.strip().split(" "))).orElse(List.of());
    return switch (noted.size()) {
      case 1 -> noted.get(0).equals(BootId.current());
      case 3 -> noted.get(2).equals(Long.toHexString(fingerprint.sum()));
      default -> false;
    };
  }

  /** Records the boot, for which the mark is valid; then also the fingerprint, once it is known. */
  private void note(String words) throws IOException {
    AtomicFiles.write(sibling(NOTE), words + "\n");
  }

  /** Estimated size of a kernel's objects in bytes: that of the largest so far. */
  long estimatedBytes() {
    long most = 0;
    File[] notes = folder.toFile().getParentFile().listFiles(f -> f.getName().endsWith(NOTE));
    for (File note : notes == null ? new File[0] : notes) {
      try {
        String[] words = BoundedFiles.text(note.toPath(), BoundedFiles.NOTE).strip().split(" ");
        most = Math.max(most, words.length < 2 ? 0 : Long.parseLong(words[1]));
      } catch (IOException | NumberFormatException e) {
        // Only an estimate.
        continue;
      }
    }
    return most == 0 ? SMALL : most;
  }
}
