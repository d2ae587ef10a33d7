package org.distroc.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * The files that a recipe names. Those that become part of the distribution stay inside the
 * recipe's folder, symbolic links included: a recipe cannot put a file of yours into an image. A
 * kernel source may be anywhere.
 */
final class RecipePaths {
  private final Path folder;
  private final FileDiagnostics findings;

  RecipePaths(Path folder, FileDiagnostics findings) {
    this.folder = folder;
    this.findings = findings;
  }

  /** The absolute path that a text of the recipe names. */
  Path resolve(String text) {
    return folder.resolve(text).normalize();
  }

  /** Whether the text alone shows that the path leads out of the recipe's folder. */
  static boolean leadsOutside(String text) {
    return text.startsWith("/")
        || text.equals("..")
        || text.startsWith("../")
        || text.endsWith("/..")
        || text.contains("/../");
  }

  /** Reports every path that is missing, of the wrong kind, or outside. */
  void check(SourceLocations recipe) {
    check(recipe.node("/kernel/source/path"), false, true);
    check(recipe.node("/kernel/source/tarball/file"), false, false);
    check(recipe.node("/kernel/base/file"), true, false);
    Node source = recipe.node("/init/source");
    for (Node file : source instanceof Node.Items items ? items.items() : only(source)) {
      check(file, true, false);
    }
  }

  private static List<Node> only(Node node) {
    return node == null ? List.of() : List.of(node);
  }

  private void check(Node node, boolean inside, boolean wantsFolder) {
    boolean text = node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT;
    if (!text || findings.isBad(node)) {
      return;
    }
    String name = ((Node.Scalar) node).text();
    Diagnostic mistake = inside && leadsOutside(name) ? outside(name) : look(name, wantsFolder);
    if (mistake == null && inside && leavesByLink(name)) {
      mistake = outsideByLink(name);
    }
    if (mistake != null) {
      Diagnostic found = mistake;
      findings.error(node, () -> found);
    }
  }

  private Diagnostic look(String name, boolean wantsFolder) {
    try {
      Path path = resolve(name);
      if (!Files.exists(path)) {
        return missing(name, wantsFolder);
      }
      boolean fits = wantsFolder ? Files.isDirectory(path) : Files.isRegularFile(path);
      return fits ? null : wrongKind(name, wantsFolder);
    } catch (InvalidPathException impossible) {
      return missing(name, wantsFolder)
          .why("in the present locale no file can have this name; try `LC_ALL=C.UTF-8`");
    }
  }

  private boolean leavesByLink(String name) {
    try {
      return !resolve(name).toRealPath().startsWith(folder.toRealPath());
    } catch (IOException unreadable) {
      return true;
    }
  }

  private Diagnostic missing(String name, boolean wantsFolder) {
    String kind = wantsFolder ? "folder" : "file";
    return Diagnostic.error(Code.D1041, "there is no " + kind + " `" + Wording.shown(name) + "`")
        .label("no such " + kind)
        .why("it was looked for at " + (name.startsWith("/") ? name : folder + "/" + name))
        .help("check the name; a relative path starts at the folder of the recipe");
  }

  private static Diagnostic wrongKind(String name, boolean wantsFolder) {
    String is = wantsFolder ? "is not a folder" : "is not a regular file";
    return Diagnostic.error(Code.D1042, "`" + Wording.shown(name) + "` " + is)
        .label(wantsFolder ? "a folder is needed" : "a file is needed")
        .help(
            wantsFolder
                ? "name the folder that the source was unpacked to; for an archive write `tarball:`"
                : "name a file");
  }

  /** For a path whose text shows that it leads outside. */
  static Diagnostic outside(String name) {
    return Diagnostic.error(
            Code.D1040, "`" + Wording.shown(name) + "` is outside the recipe's folder")
        .label("outside")
        .why("a recipe and its files are shared as one folder, and it must not read others")
        .help("copy the file beside the recipe, and write a relative path without `..`");
  }

  private static Diagnostic outsideByLink(String name) {
    return Diagnostic.error(
            Code.D1040, "`" + Wording.shown(name) + "` leads out of the recipe's folder")
        .label("a symbolic link")
        .why("a recipe and its files are shared as one folder, and it must not read others")
        .help("copy the file beside the recipe instead of linking it");
  }
}
