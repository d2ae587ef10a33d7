package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.AtomicFiles;

/**
 * What is remembered of the last whole build of a folder, so that the next one can see at once what
 * there is to do. It is written last; while a build goes on, and after one that was interrupted,
 * there is none.
 */
final class BuildState {
  private final Path folder;
  private final Path file;
  private final Path former;

  BuildState(ProjectFolder folder) {
    this.folder = folder.root();
    this.file = folder.memory("state");
    this.former = folder.memory("state.before");
  }

  /** The last build, if it was whole. */
  Optional<FinishedBuild> last() throws IOException {
    return FinishedBuild.read(file);
  }

  /** The last build that was whole, if others were begun since then. */
  Optional<FinishedBuild> former() throws IOException {
    return FinishedBuild.read(former);
  }

  /** Notes that a build begins: what was there no longer holds. */
  void begin() throws IOException {
    if (Files.isRegularFile(file)) {
      Files.move(file, former, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void remember(FinishedBuild build) throws IOException {
    AtomicFiles.write(file, build.write().getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(former);
  }

  /** Files of the folder as they are now; those that are missing are left out. */
  List<OutputFile> record(List<String> names, List<OutputFile> before) throws IOException {
    Instant clock = clock();
    List<OutputFile> found = new ArrayList<>();
    for (String name : names) {
      Optional<OutputFile> earlier = before.stream().filter(b -> b.name().equals(name)).findFirst();
      OutputFile.of(folder, name, clock, earlier).ifPresent(found::add);
    }
    return found;
  }

  /** The time by the clock with which the file system marks changes. */
  private Instant clock() throws IOException {
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
