package org.distroc.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.lock.Lock;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;

/**
 * The recipe and exactly the files that it reads: bases in its folder, sources of init, files of
 * the kernel's configuration and of the root, and its lock file. What it fetches is not among them.
 */
final class RecipeFiles {
  private final Path recipe;
  private final Path folder;
  private final SourceLocations locations;
  private final SortedMap<String, Path> files = new TreeMap<>();

  private RecipeFiles(Path recipe, SourceLocations locations) {
    this.recipe = recipe;
    this.folder = recipe.getParent();
    this.locations = locations;
  }

  /**
   * The files by their paths from the recipe's folder.
   *
   * @param recipe its file, absolute
   * @throws Failure D1056 if others could not use them
   */
  static SortedMap<String, Path> of(Path recipe, SourceLocations locations) throws IOException {
    RecipeFiles found = new RecipeFiles(recipe, locations);
    found.collect();
    return found.files;
  }

  private void collect() throws IOException {
    add(recipe, locations.nearest(""));
    for (SourceText base : locations.bases()) {
      SourceText.Base facts = base.base().orElseThrow();
      add(facts.path(), facts.at());
    }
    for (Optional<String> variant : List.of(Optional.<String>empty(), locations.variant())) {
      Path lock = Lock.fileOf(recipe, variant);
      for (Path file : List.of(lock, Signatures.fileOf(lock))) {
        if (Files.isRegularFile(file)) {
          add(file, locations.nearest(""));
        }
      }
    }
    Optional<Span> source = locations.span("/kernel/source/path");
    if (source.isPresent()) {
      throw new Failure(
          refused("the kernel source is a folder of this computer", source.get())
              .why("others do not have that folder")
              .help("use a `debian`, `tarball` or `git` source"));
    }
    for (Map.Entry<Path, Span> file : RecipePaths.files(locations, folder).entrySet()) {
      all(file.getKey(), file.getValue());
    }
  }

  /** A file, or a folder with everything in it. */
  private void all(Path file, Span at) throws IOException {
    if (!Files.isDirectory(file)) {
      add(file, at);
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(file)) {
      paths = walk.filter(path -> Files.isSymbolicLink(path) || !Files.isDirectory(path)).toList();
    }
    for (Path path : paths) {
      add(path, path, at);
    }
  }

  /** A file, or what a link leads to: others need its content. */
  private void add(Path file, Span at) throws IOException {
    add(file, file.toRealPath(), at);
  }

  private void add(Path file, Path content, Span at) {
    if (locations.origins().stream().anyMatch(from -> file.startsWith(from.root()))) {
      return;
    }
    Path path = file.normalize();
    if (!path.startsWith(folder)) {
      throw new Failure(
          refused("`" + path + "` is outside its folder", at)
              .why("a recipe is shared as one folder")
              .help("move it into the folder, or the recipe above it"));
    }
    files.put(folder.relativize(path).toString(), content);
  }

  private static Diagnostic refused(String what, Span at) {
    return Diagnostic.error(Code.D1056, "the recipe cannot be shared: " + what)
        .at(at)
        .label("cannot be shared");
  }
}
