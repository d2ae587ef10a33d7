package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.builder.folder.FolderOwnership;
import org.distroc.builder.folder.StrangeFolder;
import org.distroc.builder.root.RootArchive;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheLayout;
import org.distroc.host.FileLock;
import org.distroc.host.IoErrors;
import org.distroc.host.PlainPaths;
import org.distroc.host.Sha256;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * The folder of a generated project. Only files whose content changed are written, so that make
 * rebuilds no more than it must. A file that the user edited is never lost: it is kept next to the
 * new one, with a warning.
 */
public final class ProjectFolder {
  static final String MEMORY = StrangeFolder.MEMORY;
  private static final String WRITTEN = StrangeFolder.WRITTEN;

  private final Path root;
  private final FolderOwnership ownership;

  /** A folder above the project; below it, links are not followed. */
  private final Optional<Path> base;

  /**
   * A project folder, which need not exist.
   *
   * @param root its path as the user named it: links in it are followed
   * @param cache where distroc notes which folders it made
   */
  public ProjectFolder(Path root, CacheLayout cache) {
    this(root, Optional.empty(), cache);
  }

  private ProjectFolder(Path root, Optional<Path> base, CacheLayout cache) {
    this.root = root.toAbsolutePath().normalize();
    this.base = base;
    this.ownership = new FolderOwnership(this.root, cache);
  }

  /**
   * A project folder that the user did not name. Its path may have come with a recipe, so it must
   * not lead through a link, unless distroc has built there before.
   *
   * @param base the folder above it that the user chose
   */
  public static ProjectFolder below(Path base, Path folder, CacheLayout cache) {
    return new ProjectFolder(base.resolve(folder), Optional.of(base), cache);
  }

  /** The folder, absolute. */
  public Path root() {
    return root;
  }

  /**
   * The folder, for other records than those of a build.
   *
   * @throws Failure D6044 if a link leads to it
   */
  public Path reached() throws IOException {
    if (base.isPresent() && !isKnown()) {
      StrangeFolder.refuseLinks(base.get(), root);
    }
    return root;
  }

  /** A file for distroc's own use. */
  Path memory(String name) {
    return root.resolve(MEMORY).resolve(name);
  }

  /**
   * Writes the files of a project and removes other generated files; built files stay. Waits for a
   * running build in the folder.
   *
   * @return a warning for each file that the user had edited
   * @throws Failure D6004 when the folder cannot be written, D6040 or D6044 when it is not
   *     distroc's
   */
  public List<Diagnostic> write(GeneratedProject tree) {
    try {
      enter();
      FileLock lock = FileLock.take(memory("lock"), () -> {});
      try {
        return writeLocked(tree);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Packs the root file system of a plan into its project, if the project needs one.
   *
   * @return whether it was packed; it may be there already
   * @throws Failure D8002 if a file of it cannot be read
   */
  public boolean packRoot(BuildPlan plan) throws IOException {
    return plan.root().isPresent()
        && plan.buildsInitramfs()
        && new RootArchive(root, memory("root")).write(plan.root().get().withoutBuilt());
  }

  /** Whether distroc made the folder, and recorded this state there last. */
  boolean recorded(byte[] state) throws IOException {
    return ownership.recorded(state);
  }

  /** Records the state that a build has left in the folder. */
  void record(byte[] state) throws IOException {
    ownership.record(state);
  }

  /** Whether distroc made the folder. */
  boolean isKnown() throws IOException {
    return ownership.isKnown();
  }

  /**
   * Creates the folder, unless it is there; must be called before anything is written, or locked.
   *
   * @throws Failure D6040 if the folder holds what distroc did not write, D6044 if a link leads to
   *     it
   */
  void enter() throws IOException {
    if (!isKnown()) {
      StrangeFolder.refuse(root, base);
    }
    Files.createDirectories(root);
    Files.createDirectories(inside(MEMORY));
    PlainPaths.file(root, memory("lock"));
  }

  /** As above, for callers that have entered the folder and hold the lock. */
  List<Diagnostic> writeLocked(GeneratedProject tree) throws IOException {
    List<Diagnostic> warnings = new ArrayList<>();
    ownership.claim();
    Map<String, String> before = readWritten();
    for (Map.Entry<String, byte[]> file : tree.files().entrySet()) {
      writeOne(file.getKey(), file.getValue(), before.get(file.getKey()), warnings);
    }
    for (String path : before.keySet()) {
      if (!tree.files().containsKey(path)) {
        removeOne(path, before.get(path), warnings);
      }
    }
    remember(tree);
    return warnings;
  }

  /** Paths of files that only make can have written: objects, programs, archives. */
  List<String> built() throws IOException {
    List<String> found = new ArrayList<>();
    for (String place : ProjectLayout.INTERMEDIATE) {
      Path at = root.resolve(place);
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        Set<Path> ways = new TreeSet<>();
        try (Stream<Path> files = Files.walk(at, place.isEmpty() ? 1 : Integer.MAX_VALUE)) {
          files.filter(file -> isBuilt(place, file)).forEach(ways::add);
        }
        ways.forEach(file -> found.add(root.relativize(file).toString()));
      }
    }
    return found;
  }

  private static boolean isBuilt(String place, Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && ProjectLayout.isBuilt(place, file.getFileName().toString());
  }

  Failure cannotWrite(IOException e) {
    return new Failure(
        Diagnostic.error(Code.D6004, "cannot write to the build folder " + root)
            .why(IoErrors.reason(e))
            .help("check free space and permissions, or choose another folder with `-o DIR`"),
        e);
  }

  private void writeOne(String path, byte[] content, String before, List<Diagnostic> warnings)
      throws IOException {
    Path file = inside(path);
    if (Files.isRegularFile(file)) {
      byte[] there = BoundedFiles.bytes(file, BoundedFiles.TEXT);
      if (Arrays.equals(there, content)) {
        return;
      }
      keepEdited(path, file, there, before, warnings);
    }
    Files.createDirectories(file.getParent());
    AtomicFiles.write(file, content);
  }

  private void removeOne(String path, String before, List<Diagnostic> warnings) throws IOException {
    Path file = inside(path);
    if (Files.isRegularFile(file)) {
      keepEdited(path, file, BoundedFiles.bytes(file, BoundedFiles.TEXT), before, warnings);
      Files.deleteIfExists(file);
    }
  }

  /** Keeps a file that is not as distroc wrote it: it may be the user's work. */
  private void keepEdited(
      String path, Path file, byte[] there, String before, List<Diagnostic> warnings)
      throws IOException {
    if (Sha256.of(there).equals(before)) {
      return;
    }
    Path kept = freeName(file);
    Files.copy(file, kept);
    warnings.add(
        Diagnostic.warning(Code.D8003, "`" + path + "` in " + root + " was edited by hand")
            .why("distroc generates this file from the recipe; your version is now " + kept)
            .help("change the recipe instead, or build with make alone"));
  }

  private static Path freeName(Path file) {
    for (int i = 1; ; i++) {
      Path kept = file.resolveSibling(file.getFileName() + ".edited-" + i);
      if (!Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
        return kept;
      }
    }
  }

  /** Resolves a path in the folder; links may not lead out of it. */
  private Path inside(String path) throws IOException {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root)) {
      throw new IOException(path + " leads out of the folder");
    }
    for (Path at = file; !at.equals(root); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new IOException(at + " is a symbolic link");
      }
    }
    return file;
  }

  private Map<String, String> readWritten() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (String line : AtomicFiles.read(memory(WRITTEN)).orElse("").split("\n")) {
      if (line.length() > 66 && line.startsWith("  ", 64)) {
        written.put(line.substring(66), line.substring(0, 64));
      }
    }
    return written;
  }

  /**
   * Records the checksums in the format of sha256sum, so that {@code sha256sum -c} lists edited
   * files.
   */
  private void remember(GeneratedProject tree) throws IOException {
    StringBuilder lines = new StringBuilder();
    tree.files().forEach((path, content) -> lines.append(Sha256.of(content) + "  " + path + "\n"));
    byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
    Path file = memory(WRITTEN);
    if (!Arrays.equals(BoundedFiles.entry(file, BoundedFiles.NOTE).orElse(null), content)) {
      AtomicFiles.write(file, content);
    }
  }
}
