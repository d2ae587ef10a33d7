package org.distroc.recipe.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;

/**
 * Reads the files that a recipe extends, and those that they extend. A file that several extend is
 * read once, and comes before the first of them.
 */
final class LayerReader {
  /** The most recipes that extend one another in a row. */
  static final int DEPTH = 16;

  /** The most files of one recipe. */
  static final int MOST = 64;

  /** The most text in all of them, in Java characters. */
  static final long LARGEST = 1 << 20;

  private final RecipePaths paths;
  private final FileDiagnostics findings;
  private final FetchedBases fetched;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, Layer> known = new HashMap<>();

  /** The files being read, each with its name, from the recipe itself to the current one. */
  private final Map<Path, String> open = new LinkedHashMap<>();

  private long characters;

  LayerReader(RecipePaths paths, RemoteBases remote, FileDiagnostics findings) {
    this.paths = paths;
    this.findings = findings;
    this.fetched = new FetchedBases(remote, paths, findings);
  }

  /**
   * The layers of a recipe, the lowest first; the last is the recipe itself.
   *
   * @param given values of its parameters
   */
  List<Layer> read(Path file, SourceText text, Node.Keys root, Map<String, Node.Entry> given) {
    characters = text.text().length();
    open.put(RecipePaths.real(file), text.file());
    add(text, root, given, null, true);
    return layers;
  }

  private Layer add(
      SourceText text,
      Node.Keys written,
      Map<String, Node.Entry> given,
      Node at,
      boolean mayHaveFlags) {
    LayerKeys.check(text, written, findings);
    Parameters parameters = Parameters.of(written, given, at, findings);
    Node.Keys root = new Substitution(parameters, findings).applied(written);
    List<Layer> bases = new ArrayList<>();
    if (text.base().flatMap(SourceText.Base::origin).isPresent()) {
      fetched.checkKeys(root, mayHaveFlags);
    }
    for (LayerKeys.Base named : LayerKeys.bases(root, findings)) {
      boolean flags =
          mayHaveFlags
              && (named.remote().isEmpty() || named.allow().contains(FetchedBases.QEMU_FLAGS));
      Layer base = base(text, named, flags);
      if (base != null) {
        bases.add(base);
      }
    }
    Layer layer = Layer.on(text, root, bases);
    layers.add(layer);
    return layer;
  }

  /** A base that a file names; null if there is none, with an error. */
  private Layer base(SourceText by, LayerKeys.Base named, boolean flags) {
    Node.Scalar name = named.name();
    Span at = by.span(name.start(), name.end());
    SourceText.Base found =
        named.remote().isPresent() ? fetched(named.remote().get(), name, at) : local(by, name, at);
    if (found == null) {
      return null;
    }
    Path real = RecipePaths.real(found.path());
    String instance = real + "\0" + flags + "\0" + values(named.with());
    Layer before = known.get(instance);
    if (before != null) {
      return before;
    }
    Diagnostic refused = refuse(real, name);
    if (refused != null) {
      findings.error(name, () -> refused);
      return null;
    }
    String shown =
        found
            .origin()
            .map(origin -> origin.shown() + ":" + origin.pathOf(found.path()))
            .orElseGet(() -> Path.of(by.file()).resolveSibling(name.text()).normalize().toString());
    SourceText text = text(found.path(), shown, at).extendedAs(found);
    fetched.check(text);
    characters += text.text().length();
    if (characters > LARGEST) {
      findings.error(name, () -> tooMuch("the bases have more than 1 MiB of text"));
      return null;
    }
    open.put(real, shown);
    Layer layer = parsed(text, named, flags);
    open.remove(real);
    if (layer != null) {
      known.put(instance, layer);
    }
    return layer;
  }

  private SourceText.Base fetched(BaseAddress address, Node.Scalar name, Span at) {
    // Each costs a connection: what is too much is not fetched.
    if (open.size() >= DEPTH) {
      findings.error(name, LayerReader::tooDeep);
      return null;
    }
    return fetched.fetch(address, name, at);
  }

  private SourceText.Base local(SourceText by, Node.Scalar name, Span at) {
    return paths.checkBase(name)
        ? new SourceText.Base(paths.resolve(name), at, by.base().flatMap(SourceText.Base::origin))
        : null;
  }

  /** The values of parameters, as what tells two uses of one file apart. */
  private static String values(Map<String, Node.Entry> with) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(with)
        .forEach(
            (name, entry) -> {
              String value = entry.value() instanceof Node.Scalar one ? one.text() : "";
              text.append(name)
                  .append('\0')
                  .append(entry.value().kind())
                  .append(value)
                  .append('\0');
            });
    return text.toString();
  }

  private Layer parsed(SourceText text, LayerKeys.Base named, boolean flags) {
    FileDiagnostics own = new FileDiagnostics(text);
    Node root = RecipeTree.read(text, own);
    findings.addAll(own);
    if (root instanceof Node.Keys keys && LayerKeys.isRecipe(keys)) {
      return add(text, keys, named.with(), named.name(), flags);
    }
    findings.error(
        root,
        root.start(),
        root instanceof Node.Keys ? text.lineEnd(root.start()) : root.end(),
        () -> notARecipe(text.file()));
    return null;
  }

  private Diagnostic refuse(Path real, Node.Scalar name) {
    if (open.containsKey(real)) {
      return cycle(real, name.text());
    }
    if (open.size() >= DEPTH) {
      return tooDeep();
    }
    return layers.size() + open.size() >= MOST
        ? tooMuch("a recipe can have at most " + MOST + " files")
        : null;
  }

  private Diagnostic cycle(Path real, String name) {
    List<String> round = new ArrayList<>();
    boolean in = false;
    for (Map.Entry<Path, String> file : open.entrySet()) {
      in |= file.getKey().equals(real);
      if (in) {
        round.add(file.getValue());
      }
    }
    String first = round.get(0);
    Diagnostic error =
        Diagnostic.error(Code.D1100, "`" + name + "` extends itself").label("back to the start");
    round.add(first);
    return error
        .why(
            round.size() == 2 ? "a recipe cannot be its own base" : String.join(" extends ", round))
        .help("remove one of these bases");
  }

  private static Diagnostic tooDeep() {
    return tooMuch("more than " + DEPTH + " recipes extend one another");
  }

  private static Diagnostic tooMuch(String what) {
    return Diagnostic.error(Code.D1101, what)
        .label("not read")
        .why("the origin of its values could no longer be followed")
        .help("extend fewer recipes, or put several into one");
  }

  private static Diagnostic notARecipe(String file) {
    return Diagnostic.error(Code.D1107, "`" + file + "` is not a recipe")
        .label("no `distro:` among its keys")
        .why("every recipe names its language version, also one that others extend")
        .help("add `distro: v1`, or extend another file");
  }

  private static SourceText text(Path file, String shown, Span at) {
    try {
      return SourceReader.read(file, shown, Language.RECIPE);
    } catch (Failure failure) {
      throw new Failure(
          failure.diagnostics().stream().map(mistake -> extended(mistake, at)).toList(), failure);
    }
  }

  /** A mistake that makes a whole file unreadable, with the place that names the file. */
  private static Diagnostic extended(Diagnostic mistake, Span at) {
    return mistake.at(
        mistake
            .at()
            .map(
                s ->
                    new Span(
                        s.file(), s.line(), s.column(), s.width(), s.text(), Optional.of(at))));
  }
}
