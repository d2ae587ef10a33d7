package org.distroc.kconfig;

/** Writes the values of an evaluation as the kernel's program does, byte for byte. */
final class ConfigWriter {
  private final Evaluation evaluation;
  private final MenuNode root;
  private final StringBuilder out = new StringBuilder(1 << 16);

  ConfigWriter(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.root = evaluation.tree.root();
  }

  /** A whole {@code .config}. */
  String write() {
    if (!evaluation.changed) {
      evaluation.invalidate();
    }
    boolean[] done = new boolean[evaluation.tree.symbolTable().all().size()];
    out.append("#\n# Automatically generated file; DO NOT EDIT.\n# ");
    out.append(root.prompt.text).append("\n#\n");
    boolean needsEmptyLine = false;
    MenuNode node = root.list;
    while (node != null) {
      if (node.symbol == null) {
        if (evaluation.isShown(node)) {
          out.append("\n#\n# ").append(node.prompt.text).append("\n#\n");
          needsEmptyLine = false;
        }
      } else if (!node.symbol.choice && !done[node.symbol.id]) {
        evaluation.calculate(node.symbol);
        if (evaluation.isWritten(node.symbol)) {
          out.append(needsEmptyLine ? "\n" : "");
          needsEmptyLine = false;
          done[node.symbol.id] = true;
          append(node.symbol);
        }
      }
      if (node.list != null) {
        node = node.list;
        continue;
      }
      while (node != null) {
        if (endsMenu(node)) {
          out.append("# end of ").append(node.prompt.text).append('\n');
          needsEmptyLine = true;
        }
        if (node.next != null) {
          node = node.next;
          break;
        }
        node = node.parent;
      }
    }
    evaluation.changed = false;
    return out.toString();
  }

  private boolean endsMenu(MenuNode node) {
    return node.symbol == null
        && node != root
        && node.prompt != null
        && node.prompt.kind == Property.Kind.MENU
        && evaluation.isShown(node);
  }

  /** Only what differs from the defaults, as {@code savedefconfig} keeps it. */
  String writeMinimal() {
    evaluation.invalidate();
    for (MenuNode node = root.list; node != null; node = node.following(root)) {
      Symbol symbol = node.symbol;
      if (symbol == null || symbol.choice) {
        continue;
      }
      evaluation.calculate(symbol);
      if (evaluation.isWritten(symbol)) {
        evaluation.clearWritten(symbol);
        if (evaluation.isChangeable(symbol) && !isDefault(symbol)) {
          append(symbol);
        }
      }
    }
    return out.toString();
  }

  private boolean isDefault(Symbol symbol) {
    if (ConfigValues.orEmpty(evaluation.string(symbol)).equals(defaultText(symbol))) {
      return true;
    }
    if (symbol.choiceNode == null || evaluation.tri(symbol) != Evaluation.Y) {
      return false;
    }
    Symbol choice = symbol.choiceNode.symbol;
    if (!evaluation.dialect.choicesAreSymbols()) {
      return evaluation.choiceDefault(choice, symbol.choiceNode) == symbol;
    }
    return !choice.optional
        && symbol.type == SymbolType.BOOL
        && evaluation.choiceDefault(choice, null) == symbol;
  }

  /** The value that the option would have if nobody set it; ranges are not looked at. */
  private String defaultText(Symbol symbol) {
    evaluation.calculateVisibility(symbol);
    evaluation.calculate(evaluation.tree.modules());
    Property fallback = evaluation.defaultOf(symbol);
    if (!symbol.type.isLogic()) {
      return defaultPlain(symbol, fallback);
    }
    byte value = Evaluation.N;
    if (fallback != null) {
      byte applies = evaluation.evaluate(fallback.condition);
      byte given = evaluation.evaluate(fallback.value);
      value = given < applies ? given : applies;
    }
    byte selected = evaluation.selectedBy(symbol);
    value = value > selected ? value : selected;
    boolean noModule =
        symbol.type == SymbolType.BOOL
            || !symbol.choiceValue && evaluation.tri(evaluation.tree.modules()) == Evaluation.N;
    if (value == Evaluation.M && noModule) {
      value = Evaluation.Y;
    }
    byte implied = evaluation.impliedBy(symbol);
    return Evaluation.letter(value > implied ? value : implied);
  }

  private String defaultPlain(Symbol symbol, Property fallback) {
    String text = "";
    if (fallback != null && fallback.targetSymbol() != null) {
      evaluation.calculate(fallback.targetSymbol());
      text = ConfigValues.orEmpty(evaluation.textOf(fallback.targetSymbol()));
    }
    if (!text.isEmpty() || !evaluation.dialect.numbersStartAtZero()) {
      return text;
    }
    return symbol.type == SymbolType.INT ? "0" : symbol.type == SymbolType.HEX ? "0x0" : "";
  }

  private void append(Symbol symbol) {
    if (symbol.type != SymbolType.UNKNOWN) {
      out.append(ConfigValues.line(symbol.name, symbol.type, evaluation.string(symbol)))
          .append('\n');
    }
  }
}
