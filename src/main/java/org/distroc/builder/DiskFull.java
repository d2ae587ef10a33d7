package org.distroc.builder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.settings.ByteSize;

/**
 * Recognizes failures due to a full disk, and reports which disk it is and how much space is
 * missing.
 */
final class DiskFull {
  private static final List<String> PHRASES =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          // xorriso compares before it writes
          "exceeds free space on media");

  /**
   * With less free space than this, a failure is blamed on the disk, whatever the message says: it
   * may be in any language.
   */
  private static final long NOTHING = 16 << 10;

  private static final long PROJECT = 3 << 20;

  /**
   * With less free space than this, a compiler may have failed to write temporary files that it
   * removed when it exited.
   */
  private static final long LITTLE = 64 << 20;

  private static final Comparator<Path> FULLEST = Comparator.comparing(DiskFull::free);

  private final Host host;
  private final Path folder;
  private final LongSupplier kernelBytes;

  /**
   * For the disks of a build: those of its folder, the cache, and temporary files.
   *
   * @param kernelBytes space needed to compile the kernel
   */
  DiskFull(Host host, Path folder, LongSupplier kernelBytes) {
    this.host = host;
    this.folder = folder;
    this.kernelBytes = kernelBytes;
  }

  /** Whether the output of a tool reports a full disk. */
  static boolean isReportedIn(String text) {
    return PHRASES.stream().anyMatch(text::contains);
  }

  /** The failure to report for an exception, if a full disk caused it. */
  Optional<Failure> explain(IOException e) {
    boolean reported = isReportedIn(String.valueOf(e.getMessage()));
    Optional<Path> place = place(e, reported);
    return place.map(at -> new Failure(diagnostic(at).why(IoErrors.reason(e)), e));
  }

  /**
   * The failure to report for a failed step. Not every tool names the cause, and the files that
   * filled the disk may be gone by now.
   */
  Failure explain(Failure failure) {
    Diagnostic first = failure.diagnostics().get(0);
    if (first.code() != Code.D6001 && first.code() != Code.D6042) {
      return failure;
    }
    return explain(new IOException(first.reasons().get(0)))
        .orElseGet(
            () ->
                places().stream()
                    .filter(DiskFull::isTight)
                    .min(FULLEST)
                    .map(place -> suspected(failure, place))
                    .orElse(failure));
  }

  private static Failure suspected(Failure failure, Path place) {
    List<Diagnostic> all = new ArrayList<>(failure.diagnostics());
    String free = ByteSize.shown(free(place));
    all.set(
        0,
        all.get(0)
            .why(
                "only " + free + " are free on the disk of " + place + ": that may be the reason"));
    return new Failure(all);
  }

  /** Whether there is so little space that a compiler may have failed for that reason. */
  static boolean isTight(Path place) {
    return free(place) < LITTLE;
  }

  private List<Path> places() {
    return List.of(folder, host.cacheFolder(), temporary());
  }

  /** A path on the full disk: the file that was being written, else the fullest of the disks. */
  private Optional<Path> place(IOException e, boolean reported) {
    if (reported && e instanceof FileSystemException at && at.getFile() != null) {
      Path file = Path.of(at.getFile());
      Optional<Path> around = places().stream().filter(file::startsWith).findFirst();
      if (around.isPresent()) {
        return around;
      }
    }
    Path fullest = places().stream().min(FULLEST).orElseThrow();
    return reported || free(fullest) < NOTHING ? Optional.of(fullest) : Optional.empty();
  }

  private Path temporary() {
    return host.variable("TMPDIR").map(Path::of).orElse(Path.of("/tmp"));
  }

  private Diagnostic diagnostic(Path place) {
    if (place.equals(folder)) {
      return Diagnostic.error(Code.D6010, "the disk with the build folder " + folder + " is full")
          .why(
              ByteSize.shown(free(folder))
                  + " are free; a small distribution takes about "
                  + ByteSize.shown(PROJECT))
          .help("free some space there, or choose another folder with `-o DIR`; then build again");
    }
    if (place.equals(host.cacheFolder())) {
      return Diagnostic.error(Code.D5030, "the disk with the cache in `" + place + "` is full")
          .why(
              ByteSize.shown(free(place))
                  + " are free; compiling this kernel takes about "
                  + ByteSize.shown(kernelBytes.getAsLong()))
          .help("`distroc cache` shows the usage, `distroc cache prune` frees space")
          .help("set XDG_CACHE_HOME to use another folder");
    }
    return Diagnostic.error(Code.D5030, "the disk with temporary files in `" + place + "` is full")
        .why(ByteSize.shown(free(place)) + " are free")
        .help("free some space there, or set TMPDIR to another folder");
  }

  /** Free bytes on the disk of a path, which need not exist yet. */
  private static long free(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        try {
          return Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
          // Unknown.
          return Long.MAX_VALUE;
        }
      }
    }
    return Long.MAX_VALUE;
  }
}
