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

/** Tells a full disk from other failures, and says which disk it is and how much it lacks. */
final class DiskFull {
  private static final List<String> PHRASES =
      List.of("No space left on device", "Disk quota exceeded");

  /**
   * With less than that on a disk, whatever failed failed for that: the system speaks any language.
   */
  private static final long NOTHING = 16 << 10;

  private static final long PROJECT = 3 << 20;

  /** With less than that, a compiler may have found no room for what it removes as it ends. */
  private static final long LITTLE = 64 << 20;

  private static final Comparator<Path> FULLEST = Comparator.comparing(DiskFull::free);

  private final Host host;
  private final Path folder;
  private final LongSupplier kernelBytes;

  /**
   * A look at the disks of a build: of its folder, of the cache, and of temporary files.
   *
   * @param kernelBytes what compiling the kernel takes
   */
  DiskFull(Host host, Path folder, LongSupplier kernelBytes) {
    this.host = host;
    this.folder = folder;
    this.kernelBytes = kernelBytes;
  }

  /** Whether a tool said that a disk is full. */
  static boolean isSaidIn(String text) {
    return PHRASES.stream().anyMatch(text::contains);
  }

  /** What to tell about an exception, if a full disk is the reason for it. */
  Optional<Failure> explain(IOException e) {
    boolean said = isSaidIn(String.valueOf(e.getMessage()));
    Optional<Path> place = place(e, said);
    return place.map(at -> new Failure(diagnostic(at).why(IoErrors.reason(e)), e));
  }

  /**
   * What to tell about a step that failed: not every tool says why it did, and when one looks, what
   * filled the disk may be gone.
   */
  Failure explain(Failure failure) {
    Diagnostic first = failure.diagnostics().get(0);
    if (first.code() != Code.D6001) {
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

  /** Whether a failure of a compiler on that disk may be due to its size. */
  static boolean isTight(Path place) {
    return free(place) < LITTLE;
  }

  private List<Path> places() {
    return List.of(folder, host.cacheFolder(), temporary());
  }

  /** The disk that is full: of the file that was written, else the fullest. */
  private Optional<Path> place(IOException e, boolean said) {
    if (said && e instanceof FileSystemException at && at.getFile() != null) {
      Path file = Path.of(at.getFile());
      Optional<Path> around = places().stream().filter(file::startsWith).findFirst();
      if (around.isPresent()) {
        return around;
      }
    }
    Path fullest = places().stream().min(FULLEST).orElseThrow();
    return said || free(fullest) < NOTHING ? Optional.of(fullest) : Optional.empty();
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
          .help(
              "`distroc cache` shows the usage, `distroc cache prune` frees space")
          .help("set XDG_CACHE_HOME to use another folder");
    }
    return Diagnostic.error(Code.D5030, "the disk with temporary files in `" + place + "` is full")
        .why(ByteSize.shown(free(place)) + " are free")
        .help("free some space there, or set TMPDIR to another folder");
  }

  /** Bytes that may be written to the disk of a path, of which a part need not exist yet. */
  private static long free(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        try {
          return Files.getFileStore(at).getUsableSpace();
        } catch (IOException e) {
          // Nobody knows.
          return Long.MAX_VALUE;
        }
      }
    }
    return Long.MAX_VALUE;
  }
}
