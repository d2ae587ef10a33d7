package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;

/**
 * Stores the last complete build of a folder, so that the next build can see at once what to do. It
 * is written at the end: during a build, or after an interrupted one, there is none.
 */
final class BuildState {
  private final ProjectFolder project;
  private final Path folder;
  private final Path file;
  private final Path previous;

  /** What was recorded during this build, by name. */
  private final Map<String, OutputFile> recorded = new HashMap<>();

  BuildState(ProjectFolder folder) {
    this.project = folder;
    this.folder = folder.root();
    this.file = folder.memory("state");
    this.previous = folder.memory("state.before");
  }

  /** The last build, if it was complete, and distroc recorded it. */
  Optional<FinishedBuild> last() throws IOException {
    Optional<byte[]> text = BoundedFiles.entry(file, BoundedFiles.TEXT);
    return text.isPresent() && project.recorded(text.get())
        ? FinishedBuild.of(text.get())
        : Optional.empty();
  }

  /** The last complete build, if others were started after it. */
  Optional<FinishedBuild> previous() throws IOException {
    return BoundedFiles.entry(previous, BoundedFiles.TEXT).flatMap(FinishedBuild::of);
  }

  /** Marks the start of a build: the stored one no longer describes the folder. */
  void begin() throws IOException {
    if (Files.isRegularFile(file)) {
      Files.move(
          file, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void remember(FinishedBuild build) throws IOException {
    byte[] text = build.write().getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, text);
    project.record(text);
    Files.deleteIfExists(previous);
  }

  /** Records the current state of files in the folder; missing files are left out. */
  List<OutputFile> record(List<String> names, List<OutputFile> before) throws IOException {
    Instant clock = clock();
    List<OutputFile> found = new ArrayList<>();
    for (String name : names) {
      Optional<OutputFile> earlier =
          Optional.ofNullable(recorded.get(name))
              .or(() -> before.stream().filter(b -> b.name().equals(name)).findFirst());
      Optional<OutputFile> now = OutputFile.of(folder, name, clock, earlier);
      now.ifPresent(file -> recorded.put(name, file));
      now.ifPresent(found::add);
    }
    return found;
  }

  /** The current time by the file system's clock. */
  Instant clock() throws IOException {
    Path tick = file.resolveSibling("tick");
    Files.deleteIfExists(tick);
    Files.createFile(tick);
    try {
      return Files.getLastModifiedTime(tick).toInstant();
    } finally {
      Files.delete(tick);
    }
  }
}
