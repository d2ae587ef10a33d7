package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.builder.folder.StrangeFolder;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.PlainPaths;
import org.distroc.host.PlainPaths.Kind;
import org.distroc.plan.ProjectLayout;

/**
 * Clears a build folder, before make writes to it, of what would lead its writes elsewhere: links,
 * FIFOs, devices, and files that have another name outside. Only places are looked at where a build
 * writes; a link of the user's under another name is in nobody's way.
 */
final class FolderSweep {
  private static final int DEEPEST = 20;
  private static final String EDITED = ".*\\.edited-\\d+";

  private final Path root;
  private final Outputs outputs;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private final Set<String> removed = new TreeSet<>();

  /** For the folder of a plan's project. */
  FolderSweep(Path root, Outputs outputs) {
    this.root = root;
    this.outputs = outputs;
    files.addAll(outputs.all());
    files.addAll(List.of(ProjectLayout.SYSTEM_MAP, ProjectLayout.MANIFEST));
    files.addAll(outputs.ofBase());
    folders.addAll(outputs.folders());
    folders.addAll(List.of(ProjectLayout.SOURCE, ProjectLayout.TOOLS, ProjectLayout.EVIDENCE));
    folders.addAll(List.of(ProjectLayout.DISKS, ProjectLayout.COMPARED, StrangeFolder.MEMORY));
  }

  /** Removes what is in the way; returns a warning if there was something. */
  Optional<Diagnostic> clear() throws IOException {
    for (Path file : list(root)) {
      String name = file.getFileName().toString();
      if (folders.contains(name)) {
        clearTree(file, 1);
      } else if (isWritten(name)) {
        clear(file);
      }
    }
    return removed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.warning(Code.D6041, "links in the build folder " + root + " were removed")
                .why(StrangeFolder.shown(List.copyOf(removed)))
                .why("a build writes to these names, and so it would have written elsewhere")
                .help("what they led to is unchanged; `-o DIR` builds in another folder"));
  }

  private boolean isWritten(String name) {
    return files.contains(name) || ProjectLayout.isBuilt("", name) || name.startsWith(".new-");
  }

  private void clearTree(Path path, int depth) throws IOException {
    clear(path);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && depth < DEEPEST) {
      for (Path file : list(path)) {
        clearTree(file, depth + 1);
      }
    }
  }

  private void clear(Path path) throws IOException {
    Kind kind = PlainPaths.kind(path);
    String name = root.relativize(path).toString();
    if (kind == Kind.LINK || kind == Kind.SPECIAL) {
      Files.deleteIfExists(path);
      removed.add(name);
    } else if (kind == Kind.SHARED_FILE) {
      // A hard link of a backup: the backup keeps the file. A generated one is replaced, not
      // written to, so it may stay.
      if (!outputs.generated().contains(name)) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** A warning that names files which neither distroc nor make wrote. */
  Optional<Diagnostic> strange() throws IOException {
    Set<String> strange = new TreeSet<>();
    for (Path file : list(root)) {
      String name = file.getFileName().toString();
      if (!folders.contains(name) && !isWritten(name) && !isIncidental(name)) {
        strange.add(name);
      }
    }
    for (String place : List.of(ProjectLayout.SOURCE, ProjectLayout.TOOLS)) {
      strangeBelow(place, root.resolve(place), strange);
    }
    return strange.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.warning(Code.D6041, "distroc did not write some files in " + root)
                .why(StrangeFolder.shown(List.copyOf(strange)))
                .why("this folder was copied, moved or restored, or came with the recipe")
                .help("the build does not read them; remove them if you do not need them"));
  }

  private void strangeBelow(String place, Path folder, Set<String> strange) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path file : list(folder)) {
      String name = root.relativize(file).toString();
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        strangeBelow(place, file, strange);
      } else if (!files.contains(name)
          && !ProjectLayout.isBuilt(place, file.getFileName().toString())
          && !isIncidental(name)) {
        strange.add(name);
      }
    }
  }

  private boolean isIncidental(String name) {
    return StrangeFolder.HARMLESS.contains(name)
        || name.matches(EDITED)
        || outputs.generated().stream().anyMatch(file -> file.startsWith(name + "/"));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.toList());
    }
  }
}
