package org.distroc.recipe.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.host.RefusedFile;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;

/**
 * The files that a recipe names. Those that become part of the distribution must be inside the
 * recipe's folder, symbolic links included: a recipe cannot put a file of yours into an image. A
 * kernel source may be anywhere.
 */
public final class RecipePaths {
  /** The largest source file of init, in bytes. */
  private static final long LARGEST_SOURCE = 8 << 20;

  private final Path folder;
  private final FileDiagnostics findings;
  private final Optional<Copy> copy;

  /**
   * A folder that a recipe is read from in place of another one, such as an older revision.
   *
   * @param original where paths lead that leave the copy, such as a kernel source next to it
   * @param at where it is
   */
  public record Copy(Path original, Path at) {}

  /** The paths of a recipe in a folder, which is absolute. */
  public RecipePaths(Path folder, FileDiagnostics findings) {
    this(folder, findings, Optional.empty());
  }

  /** The paths of a recipe in a folder, which may be in a copy. */
  public RecipePaths(Path folder, FileDiagnostics findings, Optional<Copy> copy) {
    this.folder = folder;
    this.findings = findings;
    this.copy = copy;
  }

  /**
   * The absolute path that a text names, in the recipe or in a base: from the folder of that file.
   */
  public Path resolve(Node text) {
    String name = ((Node.Scalar) text).text();
    Path from = folderOf(text);
    Path path = from.resolve(name).normalize();
    boolean leaves =
        copy.isPresent()
            && from.startsWith(copy.get().at())
            && !path.startsWith(copy.get().at())
            && !name.startsWith("/");
    if (!leaves) {
      return path;
    }
    Path there = copy.get().at().relativize(path);
    return copy.get().original().resolve(there.toString()).normalize();
  }

  private Path folderOf(Node node) {
    return node.source().base().map(base -> base.path().getParent()).orElse(folder);
  }

  /** The folder that a file named there must be in: of a base in a parent folder, its own. */
  private Path boundOf(Node node) {
    Path from = folderOf(node);
    return origin(node).map(SourceText.Origin::own).orElse(from.startsWith(folder) ? folder : from);
  }

  private static Optional<SourceText.Origin> origin(Node node) {
    return node.source().base().flatMap(SourceText.Base::origin);
  }

  /** Whether a base that was fetched can be read, or else reports at what names it why not. */
  public boolean checkFetched(Node name, String path, Path file, Path bound) {
    Diagnostic mistake = leadsOutside(path) ? outside(path) : look(file, path, bound);
    if (mistake != null) {
      findings.error(name, () -> mistake);
    }
    return mistake == null;
  }

  private static Diagnostic look(Path file, String path, Path bound) {
    try {
      BoundedFiles.check(file, SourceReader.LIMIT);
      return file.toRealPath().startsWith(bound.toRealPath()) ? null : outsideByLink(path);
    } catch (RefusedFile refused) {
      return wrongFile(path, refused.getReason());
    } catch (IOException | InvalidPathException gone) {
      return Diagnostic.error(Code.D1041, "there is no file `" + Wording.shown(path) + "`")
          .label("no such file")
          .why("the base was fetched, and has no such file")
          .help("check the name; it starts at the top of what is fetched");
    }
  }

  /** The path without symbolic links or, if there is no such file, the path itself. */
  public static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** Whether a name of a base can be read, or else reports why not. */
  public boolean checkBase(Node name) {
    boolean above =
        name instanceof Node.Scalar scalar
            && leadsOutside(scalar.text())
            && !scalar.text().startsWith("/")
            && origin(name).isEmpty();
    if (!above) {
      check(name, true, false, SourceReader.LIMIT);
    } else if (!findings.isBad(name)) {
      checkAbove((Node.Scalar) name);
    }
    return !findings.isBad(name);
  }

  /** A base in a parent folder, but in the same work tree of git: that is shared as one. */
  private void checkAbove(Node.Scalar name) {
    String text = name.text();
    Optional<Path> tree = copy.map(Copy::at).or(() -> WorkTree.of(folder));
    Diagnostic mistake = null;
    if (tree.isEmpty() || !folderOf(name).resolve(text).normalize().startsWith(tree.get())) {
      mistake =
          outside(text)
              .help(
                  tree.isEmpty()
                      ? "a base may be in a parent folder if both are in one git repository"
                      : "a base may be anywhere in the git repository " + shownTree(tree.get()));
    } else {
      mistake = look(name, text, false, SourceReader.LIMIT);
      if (mistake == null && !real(resolve(name)).startsWith(real(tree.get()))) {
        mistake = outsideByLink(text);
      }
    }
    if (mistake != null) {
      Diagnostic found = mistake;
      findings.error(name, () -> found);
    }
  }

  private String shownTree(Path tree) {
    return "`" + copy.map(Copy::original).orElse(tree) + "`";
  }

  /** Whether the path leaves the recipe's folder by its text alone. */
  public static boolean leadsOutside(String text) {
    return text.startsWith("/")
        || text.equals("..")
        || text.startsWith("../")
        || text.endsWith("/..")
        || text.contains("/../");
  }

  /**
   * A value that is a path.
   *
   * @param inside whether it must not leave the recipe's folder
   * @param folder whether it names a folder
   * @param most bytes that the file may have
   */
  private record Named(Node node, boolean inside, boolean folder, long most) {}

  /** All paths of a recipe. */
  private static List<Named> all(SourceLocations recipe) {
    List<Named> all = new ArrayList<>();
    all.add(new Named(recipe.node("/kernel/source/path"), false, true, 0));
    all.add(
        new Named(recipe.node("/kernel/source/tarball/file"), false, false, BoundedFiles.LARGE));
    all.add(new Named(recipe.node("/kernel/base/file"), true, false, BoundedFiles.TEXT));
    if (recipe.node("/kernel/fragments") instanceof Node.Items fragments) {
      fragments.items().forEach(file -> all.add(new Named(file, true, false, BoundedFiles.TEXT)));
    }
    Node source = recipe.node("/init/source");
    for (Node file : source instanceof Node.Items items ? items.items() : only(source)) {
      all.add(new Named(file, true, false, LARGEST_SOURCE));
    }
    return all;
  }

  /** Reports every path that is missing, of the wrong kind, too large, or outside. */
  public void check(SourceLocations recipe) {
    all(recipe).forEach(path -> check(path.node, path.inside, path.folder, path.most));
    if (recipe.node("/rootfs/files") instanceof Node.Keys files) {
      files.entries().values().forEach(this::rootFile);
    }
  }

  /** The files and folders of a recipe that are there, apart from a kernel in a folder. */
  public static Map<Path, Span> files(SourceLocations recipe, Path folder) {
    Map<Path, Span> files = new LinkedHashMap<>();
    RecipePaths from = new RecipePaths(folder, null);
    List<Named> all = all(recipe);
    all.addAll(fromFiles(recipe));
    for (Named path : all) {
      if (path.node instanceof Node.Scalar name
          && name.kind() == Node.Kind.TEXT
          && path.node != recipe.node("/kernel/source/path")
          && Files.exists(from.resolve(name))) {
        files.put(from.resolve(name), name.source().span(name.start(), name.end()));
      }
    }
    return files;
  }

  private static List<Named> fromFiles(SourceLocations recipe) {
    List<Named> all = new ArrayList<>();
    if (recipe.node("/rootfs/files") instanceof Node.Keys files) {
      for (Node.Entry entry : files.entries().values()) {
        if (entry.value() instanceof Node.Keys file) {
          all.add(new Named(file.get("from"), true, false, BoundedFiles.LARGE));
        }
      }
    }
    return all;
  }

  /** The paths of a recipe that a base names, as they are from the recipe's own folder. */
  public static Map<Node, String> relative(SourceLocations recipe, Path folder) {
    Map<Node, String> paths = new IdentityHashMap<>();
    RecipePaths from = new RecipePaths(folder, null);
    List<Named> all = all(recipe);
    all.addAll(fromFiles(recipe));
    for (Named path : all) {
      if (path.node instanceof Node.Scalar name
          && name.source().base().isPresent()
          && !name.text().startsWith("/")) {
        Path file = from.resolve(name);
        paths.put(
            name,
            origin(name)
                .map(one -> one.shown() + ":" + one.pathOf(file))
                .orElseGet(() -> folder.relativize(file).toString()));
      }
    }
    return paths;
  }

  private void rootFile(Node.Entry entry) {
    if (!(entry.value() instanceof Node.Keys file)
        || !(file.get("from") instanceof Node.Scalar from)
        || from.kind() != Node.Kind.TEXT) {
      return;
    }
    boolean optional = file.get("optional") instanceof Node.Scalar word && isTrue(word);
    if (optional && !leadsOutside(from.text()) && isMissing(from)) {
      return;
    }
    boolean folder = entry.key().text().endsWith("/");
    if (!folder && Files.isDirectory(resolve(from))) {
      findings.error(from, () -> folderForFile(entry.key().text(), from.text()));
    } else {
      check(from, true, folder, BoundedFiles.LARGE);
    }
  }

  private static boolean isTrue(Node.Scalar word) {
    return word.kind() == Node.Kind.BOOLEAN && word.text().toLowerCase(Locale.ROOT).equals("true");
  }

  private boolean isMissing(Node name) {
    try {
      return !Files.exists(resolve(name));
    } catch (InvalidPathException impossible) {
      return true;
    }
  }

  private static Diagnostic folderForFile(String key, String name) {
    return Diagnostic.error(Code.D1042, "`" + Wording.shown(name) + "` is a folder")
        .label("expected a file")
        .why("`" + Wording.shown(key) + "` does not end in `/`, so it is a file")
        .help("write `" + Wording.shown(key) + "/` to copy the folder with everything in it");
  }

  private static List<Node> only(Node node) {
    return node == null ? List.of() : List.of(node);
  }

  private void check(Node node, boolean mustBeInside, boolean wantsFolder, long most) {
    boolean text = node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT;
    if (!text || findings.isBad(node)) {
      return;
    }
    boolean inside = mustBeInside || origin(node).isPresent();
    String name = ((Node.Scalar) node).text();
    Diagnostic mistake =
        inside && leadsOutside(name) ? outside(name) : look(node, name, wantsFolder, most);
    if (mistake == null && inside && leavesByLink(node)) {
      mistake = outsideByLink(name);
    }
    if (mistake != null) {
      Diagnostic found = mistake;
      findings.error(node, () -> found);
    }
  }

  private Diagnostic look(Node node, String name, boolean wantsFolder, long most) {
    try {
      Path path = resolve(node);
      if (!Files.exists(path)) {
        return missing(node, name, wantsFolder);
      }
      if (wantsFolder) {
        return Files.isDirectory(path) ? null : notFolder(name);
      }
      BoundedFiles.check(path, most);
      return null;
    } catch (RefusedFile refused) {
      return wrongFile(name, refused.getReason());
    } catch (IOException gone) {
      return missing(node, name, wantsFolder);
    } catch (InvalidPathException impossible) {
      return missing(node, name, wantsFolder)
          .why("no file can have this name in the current locale; try `LC_ALL=C.UTF-8`");
    }
  }

  private boolean leavesByLink(Node name) {
    try {
      return !resolve(name).toRealPath().startsWith(boundOf(name).toRealPath());
    } catch (IOException unreadable) {
      return true;
    }
  }

  private Diagnostic missing(Node node, String name, boolean wantsFolder) {
    String kind = wantsFolder ? "folder" : "file";
    return Diagnostic.error(Code.D1041, "there is no " + kind + " `" + Wording.shown(name) + "`")
        .label("no such " + kind)
        .why("looked for it at " + (name.startsWith("/") ? name : folderOf(node) + "/" + name))
        .help("check the name; relative paths start at the recipe's folder");
  }

  private static Diagnostic notFolder(String name) {
    return Diagnostic.error(Code.D1042, "`" + Wording.shown(name) + "` is not a folder")
        .label("expected a folder")
        .help("name a folder; for a packed kernel source use `tarball:`");
  }

  /** A file that is refused for its kind or size. */
  private static Diagnostic wrongFile(String name, String reason) {
    return Diagnostic.error(Code.D1042, "`" + Wording.shown(name) + "` " + reason)
        .label("expected a " + (reason.contains("regular") ? "" : "smaller ") + "file")
        .help("name another file");
  }

  /** A path that leads outside by its text alone. */
  public static Diagnostic outside(String name) {
    return Diagnostic.error(
            Code.D1040, "`" + Wording.shown(name) + "` is outside the recipe's folder")
        .label("outside")
        .why("a recipe and its files are shared as one folder, and it must not read anything else")
        .help("copy the file next to the recipe, and use a relative path without `..`");
  }

  /** A link that leads outside. */
  public static Diagnostic outsideByLink(String name) {
    return Diagnostic.error(
            Code.D1040, "`" + Wording.shown(name) + "` leads out of the recipe's folder")
        .label("a symbolic link")
        .why("a recipe and its files are shared as one folder, and it must not read anything else")
        .help("copy the file next to the recipe instead of linking it");
  }
}
