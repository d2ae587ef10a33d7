package org.distroc.lsp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.pipeline.NamedConfiguration;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What can be typed at a place of a recipe. */
final class Completions {
  /** More than this many options are asked for again with a longer word. */
  private static final int MOST = 200;

  private final Knowledge knowledge;
  private final OpenRecipe recipe;
  private final CursorPlace place;
  private final Range range;
  private final String indentation;

  private Completions(Knowledge knowledge, OpenRecipe recipe, CursorPlace place, Position cursor) {
    this.knowledge = knowledge;
    this.recipe = recipe;
    this.place = place;
    this.range = new Range(new Position(cursor.getLine(), place.start()), cursor);
    this.indentation = " ".repeat(place.start());
  }

  /** The proposals at a cursor. */
  static CompletionList at(Knowledge knowledge, OpenRecipe recipe, Position cursor) {
    CursorPlace place = CursorPlace.at(recipe.lines(), cursor.getLine(), cursor.getCharacter());
    return new Completions(knowledge, recipe, place, cursor).list();
  }

  private CompletionList list() {
    return switch (place.kind()) {
      case KEY -> Places.isOptions(place.path()) ? options() : whole(keys());
      case VALUE -> whole(Places.isOptions(place.path()) ? optionValues() : values(place.whole()));
      case LIST_ITEM -> whole(items());
      case NOTHING -> new CompletionList(List.of());
    };
  }

  private static CompletionList whole(List<CompletionItem> items) {
    return new CompletionList(false, items);
  }

  private List<CompletionItem> keys() {
    List<CompletionItem> items = new ArrayList<>();
    KeySchema.at(place.path())
        .keys()
        .forEach(
            (key, value) -> {
              if (!place.siblings().contains(key)) {
                String rest = value.isMap() ? ":\n" + indentation + "  " : ": ";
                rest = value.isList() ? ":\n" + indentation + "  - " : rest;
                CompletionItem item = item(key, CompletionItemKind.Property, key + rest);
                item.setDocumentation(markdown(value.description()));
                items.add(item);
              }
            });
    return items;
  }

  private List<CompletionItem> items() {
    if (Places.isSyscalls(place.path())) {
      return knowledge
          .syscalls(recipe.uri())
          .map(
              table ->
                  table.all().stream()
                      .map(
                          call -> {
                            CompletionItem item =
                                item(call.name(), CompletionItemKind.Function, call.name());
                            item.setDetail(call.prototype());
                            return item;
                          })
                      .toList())
          .orElse(List.of());
    }
    List<CompletionItem> items = new ArrayList<>(values(place.path()));
    items.addAll(keys());
    return items;
  }

  private List<CompletionItem> values(List<String> path) {
    if (path.equals(List.of("architecture"))
        || path.equals(List.of("architecture", CursorPlace.ITEM))) {
      return Knowledge.architectures().stream()
          .map(name -> item(name, CompletionItemKind.EnumMember, name))
          .toList();
    }
    return KeySchema.at(path).values().stream()
        .map(value -> item(value, CompletionItemKind.EnumMember, value))
        .toList();
  }

  private List<CompletionItem> optionValues() {
    Optional<NamedConfiguration> configured = knowledge.configuration(recipe.uri());
    Optional<Symbol> symbol =
        configured.flatMap(c -> c.configuration().model().option(place.key()));
    if (symbol.isEmpty()) {
      return List.of();
    }
    String now = configured.get().configuration().value(symbol.get());
    List<String> values = new ArrayList<>();
    if (symbol.get().type().isLogic()) {
      values.add("y");
      if (symbol.get().type() == SymbolType.TRISTATE) {
        values.add("m");
      }
      values.add("n");
    } else if (!now.isEmpty()) {
      values.add(symbol.get().type() == SymbolType.STRING ? '"' + now + '"' : now);
    }
    return values.stream()
        .map(
            value -> {
              CompletionItem item = item(value, CompletionItemKind.Value, value);
              item.setDetail(value.equals(now) ? "as it is now" : null);
              return item;
            })
        .toList();
  }

  /** Options whose name has the word in it; those that begin with it first. */
  private CompletionList options() {
    Optional<NamedConfiguration> configured = knowledge.configuration(recipe.uri());
    if (configured.isEmpty()) {
      return new CompletionList(List.of());
    }
    String typed = place.word().toUpperCase(Locale.ROOT);
    String word = typed.startsWith("CONFIG_") ? typed.substring("CONFIG_".length()) : typed;
    try (Stream<Symbol> all = configured.get().configuration().model().options()) {
      List<Symbol> found =
          all.filter(symbol -> symbol.name().contains(word))
              .filter(symbol -> !place.siblings().contains(symbol.name()))
              .sorted(
                  Comparator.comparing((Symbol s) -> !s.name().startsWith(word))
                      .thenComparing(s -> !s.hasPrompt())
                      .thenComparing(s -> s.name().length())
                      .thenComparing(Symbol::name))
              .limit(MOST + 1L)
              .toList();
      List<CompletionItem> items = new ArrayList<>();
      for (Symbol symbol : found.subList(0, Math.min(MOST, found.size()))) {
        items.add(option(symbol, configured.get(), items.size()));
      }
      return new CompletionList(found.size() > MOST, items);
    }
  }

  private CompletionItem option(Symbol symbol, NamedConfiguration configured, int rank) {
    String value = symbol.type().isLogic() ? " y" : " ";
    CompletionItem item =
        item(symbol.name(), CompletionItemKind.Constant, symbol.name() + ":" + value);
    item.setFilterText(place.word() + " " + symbol.name());
    item.setSortText(String.format(Locale.ROOT, "%04d", rank));
    item.setDetail(symbol.prompt().orElse("no prompt: other options decide it"));
    item.setDocumentation(
        symbol.type().name().toLowerCase(Locale.ROOT)
            + ", now "
            + configured.configuration().value(symbol)
            + " ("
            + configured.words()
            + ")");
    return item;
  }

  private CompletionItem item(String label, CompletionItemKind kind, String text) {
    CompletionItem item = new CompletionItem(label);
    item.setKind(kind);
    item.setTextEdit(Either.forLeft(new TextEdit(range, text)));
    return item;
  }

  private static MarkupContent markdown(String text) {
    return new MarkupContent(MarkupKind.MARKDOWN, text);
  }
}
