package org.distroc.kconfig.eval;

import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;

/** Writes the values of an evaluation as {@code conf} does, byte for byte. */
final class ConfigWriter {
  private final Evaluation evaluation;
  private final MenuNode root;
  private final StringBuilder out = new StringBuilder(1 << 16);

  ConfigWriter(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.root = evaluation.model.root();
  }

  /** A whole {@code .config}. */
  String write() {
    if (!evaluation.changed) {
      evaluation.invalidate();
    }
    boolean[] done = new boolean[evaluation.model.symbols().all().size()];
    out.append("#\n# Automatically generated file; DO NOT EDIT.\n# ");
    out.append(root.promptOrNull().rawText()).append("\n#\n");
    boolean needsEmptyLine = false;
    MenuNode node = root.firstChild();
    while (node != null) {
      if (node.symbolOrNull() == null) {
        if (evaluation.isShown(node)) {
          out.append("\n#\n# ").append(node.promptOrNull().rawText()).append("\n#\n");
          needsEmptyLine = false;
        }
      } else if (!node.symbolOrNull().isChoice() && !done[node.symbolOrNull().id()]) {
        evaluation.calculate(node.symbolOrNull());
        if (evaluation.isWritten(node.symbolOrNull())) {
          out.append(needsEmptyLine ? "\n" : "");
          needsEmptyLine = false;
          done[node.symbolOrNull().id()] = true;
          append(node.symbolOrNull());
        }
      }
      if (node.firstChild() != null) {
        node = node.firstChild();
        continue;
      }
      while (node != null) {
        if (endsMenu(node)) {
          out.append("# end of ").append(node.promptOrNull().rawText()).append('\n');
          needsEmptyLine = true;
        }
        if (node.nextSibling() != null) {
          node = node.nextSibling();
          break;
        }
        node = node.parentOrNull();
      }
    }
    evaluation.changed = false;
    return out.toString();
  }

  private boolean endsMenu(MenuNode node) {
    return node.symbolOrNull() == null
        && node != root
        && node.promptOrNull() != null
        && node.promptOrNull().kind() == Property.Kind.MENU
        && evaluation.isShown(node);
  }

  /** Only what differs from the defaults, as {@code savedefconfig} keeps it. */
  String writeMinimal() {
    evaluation.invalidate();
    for (MenuNode node = root.firstChild(); node != null; node = node.following(root)) {
      Symbol symbol = node.symbolOrNull();
      if (symbol == null || symbol.isChoice()) {
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
    if (Evaluation.orEmpty(evaluation.string(symbol)).equals(defaultText(symbol))) {
      return true;
    }
    if (symbol.choiceNodeOrNull() == null || evaluation.tri(symbol) != Evaluation.Y) {
      return false;
    }
    Symbol choice = symbol.choiceNodeOrNull().symbolOrNull();
    if (!evaluation.dialect.choicesAreSymbols()) {
      return evaluation.choiceDefault(choice, symbol.choiceNodeOrNull()) == symbol;
    }
    return !choice.isOptional()
        && symbol.type() == SymbolType.BOOL
        && evaluation.choiceDefault(choice, null) == symbol;
  }

  /** The value that the option would have if it were not set; ranges are ignored. */
  private String defaultText(Symbol symbol) {
    evaluation.calculateVisibility(symbol);
    evaluation.calculate(evaluation.model.modules());
    Property fallback = evaluation.defaultOf(symbol);
    if (!symbol.type().isLogic()) {
      return defaultPlain(symbol, fallback);
    }
    byte value = Evaluation.N;
    if (fallback != null) {
      byte applies = evaluation.evaluate(fallback.conditionOrNull());
      byte given = evaluation.evaluate(fallback.valueOrNull());
      value = given < applies ? given : applies;
    }
    byte selected = evaluation.selectedBy(symbol);
    value = value > selected ? value : selected;
    boolean noModule =
        symbol.type() == SymbolType.BOOL
            || !symbol.isChoiceValue()
                && evaluation.tri(evaluation.model.modules()) == Evaluation.N;
    if (value == Evaluation.M && noModule) {
      value = Evaluation.Y;
    }
    byte implied = evaluation.impliedBy(symbol);
    return Evaluation.letter(value > implied ? value : implied);
  }

  private String defaultPlain(Symbol symbol, Property fallback) {
    String text = "";
    if (fallback != null && fallback.targetOrNull() != null) {
      evaluation.calculate(fallback.targetOrNull());
      text = Evaluation.orEmpty(evaluation.textOf(fallback.targetOrNull()));
    }
    if (!text.isEmpty() || !evaluation.dialect.numbersStartAtZero()) {
      return text;
    }
    return symbol.type() == SymbolType.INT ? "0" : symbol.type() == SymbolType.HEX ? "0x0" : "";
  }

  private void append(Symbol symbol) {
    if (symbol.type() != SymbolType.UNKNOWN) {
      String value = Evaluation.orEmpty(evaluation.string(symbol));
      out.append(ConfigLine.write(symbol.rawName(), symbol.type(), value)).append('\n');
    }
  }
}
