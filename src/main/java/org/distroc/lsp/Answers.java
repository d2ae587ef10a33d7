package org.distroc.lsp;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Failure;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kernel.Syscall;
import org.distroc.pipeline.NamedConfiguration;
import org.distroc.recipe.layers.RecipeTree;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;
import org.distroc.report.OptionReport;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;

/** What an editor asks about a place of a recipe, or about all of it. */
final class Answers {
  /** How deep the outline of a recipe goes. */
  private static final int DEEPEST = 4;

  private final Knowledge knowledge;
  private final OpenRecipe recipe;

  Answers(Knowledge knowledge, OpenRecipe recipe) {
    this.knowledge = knowledge;
    this.recipe = recipe;
  }

  /** What {@code distroc explain} says of the word: an option, a system call, a key. */
  Optional<Hover> hover(Position cursor) {
    return CursorWord.at(recipe, cursor)
        .flatMap(
            word ->
                text(word)
                    .map(
                        text ->
                            new Hover(new MarkupContent(MarkupKind.MARKDOWN, text), word.range())));
  }

  private Optional<String> text(CursorWord word) {
    Optional<String> option = word.option();
    if (option.isPresent()) {
      return option.flatMap(this::option);
    }
    CursorPlace place = word.place();
    if (Places.isSyscalls(place.path())) {
      return call(word.text());
    }
    List<String> path = new ArrayList<>(Places.inRecipe(place.path()));
    switch (place.kind()) {
      case KEY -> path.add(word.text());
      case VALUE -> path.add(place.key());
      default -> {
        // The item of a list: its key says what it is.
      }
    }
    return knowledge
        .reference(path)
        .or(() -> Optional.of(KeySchema.at(path).description()).filter(text -> !text.isEmpty()));
  }

  private Optional<String> option(String name) {
    Optional<NamedConfiguration> configured = knowledge.configuration(recipe.uri());
    return configured.flatMap(
        one ->
            KconfigTree.of(one.configuration())
                .describe(one.configuration(), name)
                .map(found -> "```text\n" + new OptionReport(one, found).text() + "\n```"));
  }

  private Optional<String> call(String name) {
    return syscall(name)
        .map(
            call ->
                "```c\n"
                    + call.prototype()
                    + "\n```\nSystem call "
                    + call.number()
                    + ", defined at "
                    + call.file()
                    + ":"
                    + call.line());
  }

  private Optional<Syscall> syscall(String name) {
    return knowledge
        .syscalls(recipe.uri())
        .filter(table -> table.has(name))
        .map(table -> table.find(name, Optional.empty()));
  }

  /**
   * Where the word is defined: an option in its Kconfig files, a system call in the kernel's
   * sources, a base or a source as its file.
   */
  List<Location> definition(Position cursor) {
    Optional<CursorWord> word = CursorWord.at(recipe, cursor);
    if (word.isEmpty()) {
      return List.of();
    }
    Optional<String> option = word.get().option();
    if (option.isPresent()) {
      return knowledge
          .configuration(recipe.uri())
          .flatMap(c -> c.configuration().model().option(option.get()).map(s -> places(c, s)))
          .orElse(List.of());
    }
    if (Places.isSyscalls(word.get().place().path())) {
      return knowledge
          .configuration(recipe.uri())
          .flatMap(
              c ->
                  syscall(word.get().text())
                      .map(s -> List.of(at(c.kernel().root().resolve(s.file()), s.line()))))
          .orElse(List.of());
    }
    return file(word.get().text()).map(file -> List.of(at(file, 1))).orElse(List.of());
  }

  private static List<Location> places(NamedConfiguration configured, Symbol option) {
    Path tree = configured.configuration().model().srctree();
    return option.definitions().stream()
        .map(node -> node.position())
        .map(place -> at(tree.resolve(place.file()), place.line()))
        .distinct()
        .toList();
  }

  private static Location at(Path file, int line) {
    Position start = new Position(Math.max(0, line - 1), 0);
    return new Location(file.toUri().toString(), new Range(start, start));
  }

  /** A file that the recipe names, below its folder. */
  private Optional<Path> file(String name) {
    try {
      Path folder = recipe.file().getParent();
      Path file = folder.resolve(name).normalize();
      return file.startsWith(folder) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The outline of a recipe; empty while its text is no valid YAML. */
  List<DocumentSymbol> symbols() {
    SourceText source = recipe.source();
    try {
      FileDiagnostics unheard = new FileDiagnostics(source);
      return below(RecipeTree.read(source, unheard), 0);
    } catch (Failure failure) {
      return List.of();
    }
  }

  private List<DocumentSymbol> below(Node node, int depth) {
    List<DocumentSymbol> symbols = new ArrayList<>();
    if (depth < DEEPEST && node instanceof Node.Keys keys) {
      for (Node.Entry entry : keys.entries().values()) {
        String name = entry.key().text();
        symbols.add(symbol(name.isEmpty() ? "\"\"" : name, entry.key(), entry.value(), depth));
      }
    } else if (depth < DEEPEST && node instanceof Node.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        Node item = items.items().get(i);
        String name = item instanceof Node.Scalar one ? one.text() : "[" + i + "]";
        symbols.add(symbol(name.isEmpty() ? "[" + i + "]" : name, item, item, depth));
      }
    }
    return symbols;
  }

  private DocumentSymbol symbol(String name, Node head, Node value, int depth) {
    SymbolKind kind =
        switch (value.kind()) {
          case MAP -> SymbolKind.Object;
          case LIST -> SymbolKind.Array;
          case INTEGER, DECIMAL -> SymbolKind.Number;
          case BOOLEAN -> SymbolKind.Boolean;
          case NULL -> SymbolKind.Null;
          default -> SymbolKind.String;
        };
    int end = Math.max(head.end(), value.end());
    DocumentSymbol symbol =
        new DocumentSymbol(
            name, kind, recipe.range(head.start(), end), recipe.range(head.start(), head.end()));
    if (value instanceof Node.Scalar one && value != head) {
      symbol.setDetail(one.text());
    }
    symbol.setChildren(below(value, depth + 1));
    return symbol;
  }
}
