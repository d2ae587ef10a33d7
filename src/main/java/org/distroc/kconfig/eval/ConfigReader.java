package org.distroc.kconfig.eval;

import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;

/** Reads the text of a {@code .config} file into an evaluation. */
public final class ConfigReader {
  private static final int MAX_WARNINGS = 1_000;

  private final Evaluation evaluation;
  private final Dialect dialect;
  private final List<Diagnostic> warnings = new ArrayList<>();

  /** How often {@code conf} would have warned: it then treats the file as changed. */
  private int warned;

  private String file = "";
  private int line;
  private String lineText = "";

  ConfigReader(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.dialect = evaluation.dialect;
  }

  List<Diagnostic> warnings() {
    return warnings;
  }

  /** Reads and evaluates, as at the start of {@code olddefconfig}. */
  void readAndEvaluate(String name, String content) {
    evaluation.changed = false;
    read(name, content);
    evaluation.calculate(evaluation.model.modules());
    int unsaved = differences();
    if (dialect.dropsOutOfRange()) {
      unsaved += dropStale(unsaved);
    }
    if (warned > 0 || unsaved > 0) {
      evaluation.changed = true;
    }
  }

  private int differences() {
    int unsaved = 0;
    for (Symbol symbol : evaluation.model.hashOrder()) {
      evaluation.calculate(symbol);
      if (symbol.isChoice()) {
        continue;
      }
      boolean set = evaluation.user.isSet(symbol);
      boolean written = evaluation.isWritten(symbol);
      boolean same =
          set && written
              ? symbol.type().isLogic()
                  ? evaluation.user.value(symbol) == evaluation.tri(symbol)
                  : String.valueOf(evaluation.string(symbol)).equals(evaluation.user.text(symbol))
              : !set && !written;
      unsaved += same ? 0 : 1;
    }
    return unsaved;
  }

  /** Older kernels: values that cannot be kept count as unset. */
  private int dropStale(int unsavedBefore) {
    int unsaved = 0;
    for (Symbol symbol : evaluation.model.hashOrder()) {
      if (!evaluation.user.isSet(symbol) || symbol.isChoiceValue()) {
        continue;
      }
      if (evaluation.visibility(symbol) == Evaluation.N && unsavedBefore + unsaved == 0) {
        evaluation.user.unset(symbol);
      }
      boolean number = symbol.type() == SymbolType.INT || symbol.type() == SymbolType.HEX;
      if (number && !inRange(symbol, evaluation.user.text(symbol))) {
        evaluation.user.unset(symbol);
        evaluation.invalidate(symbol);
        unsaved++;
      }
    }
    return unsaved;
  }

  /** Whether a number is valid and within the range that applies now. */
  private boolean inRange(Symbol symbol, String text) {
    return text != null
        && symbol.type().accepts(text)
        && evaluation.ranges.violated(symbol, text) == null;
  }

  /** Only reads; forgets every earlier user value. */
  void read(String name, String content) {
    file = name;
    line = 0;
    warned = 0;
    evaluation.startReading();
    int at = 0;
    while (at < content.length()) {
      int end = content.indexOf('\n', at);
      boolean whole = end >= 0;
      end = whole ? end : content.length();
      lineText = content.substring(at, end);
      line++;
      readLine(lineText, whole);
      at = end + 1;
    }
  }

  private void readLine(String raw, boolean whole) {
    String text = raw;
    if (whole && text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    int zero = text.indexOf('\0');
    text = zero < 0 ? text : text.substring(0, zero);
    ConfigLine setting = ConfigLine.parse(text, dialect.exactIsNotSet());
    if (setting != null) {
      assign(setting);
    } else if (!isIgnored(text)) {
      warn("this line is not a setting");
    }
  }

  /** Comments and empty lines; older kernels also skip a name without a value. */
  private boolean isIgnored(String text) {
    return text.isEmpty()
        || text.equals("\r")
        || text.startsWith("#")
        || text.startsWith("CONFIG_") && !dialect.exactIsNotSet();
  }

  private void assign(ConfigLine setting) {
    Symbol symbol = evaluation.model.symbols().find(setting.name());
    if (symbol == null) {
      evaluation.changed = true;
      return;
    }
    if (evaluation.user.isSet(symbol)) {
      warn(symbol.name() + " is set twice; the last line takes effect");
    }
    if (!setValue(symbol, setting)) {
      return;
    }
    if (dialect.choicesAreSymbols()) {
      noteInChoice(symbol);
    } else {
      evaluation.user.prefer(symbol);
    }
  }

  /** Whether the value is one that the option can have. */
  private boolean setValue(Symbol symbol, ConfigLine setting) {
    String value = setting.spelling();
    char first = value.isEmpty() ? 0 : value.charAt(0);
    switch (symbol.type()) {
      case BOOL, TRISTATE -> {
        boolean m = first == 'm' && symbol.type() == SymbolType.TRISTATE;
        if (!m && first != 'y' && first != 'n') {
          return refuse(symbol, value);
        }
        evaluation.user.set(symbol, m ? Evaluation.M : first == 'y' ? Evaluation.Y : Evaluation.N);
      }
      case STRING -> {
        if (!setting.isQuoted()) {
          // For {@code conf} neither an error nor a value.
          return true;
        }
        String text = setting.unquoted();
        if (text == null) {
          warn("unterminated string");
          return false;
        }
        evaluation.user.set(symbol, text);
      }
      case INT, HEX -> {
        if (!symbol.type().accepts(value)) {
          return refuse(symbol, value);
        }
        evaluation.user.set(symbol, value);
      }
      default -> {
        return true;
      }
    }
    return true;
  }

  private boolean refuse(Symbol symbol, String value) {
    String shown = ByteStrings.toText(value);
    warn("`" + shown + "` is not a valid " + symbol.type().word() + " for " + symbol.name());
    return false;
  }

  /** Older kernels: a member's value is also one of its choice. */
  private void noteInChoice(Symbol member) {
    if (!member.isChoiceValue()) {
      return;
    }
    Symbol choice = member.choiceNodeOrNull().symbolOrNull();
    byte own = evaluation.user.value(member);
    byte common = evaluation.user.value(choice);
    if (own == Evaluation.M && common == Evaluation.Y) {
      warn(member.name() + " is m while another member of its choice is y");
      evaluation.user.unset(choice);
    } else if (own == Evaluation.Y) {
      if (common != Evaluation.N) {
        warn(member.name() + " replaces another member of its choice");
      }
      evaluation.user.choose(choice, member);
    }
    evaluation.user.note(choice, own > common ? own : common);
  }

  private void warn(String message) {
    warned++;
    if (warnings.size() < MAX_WARNINGS) {
      String shown = ByteStrings.toText(lineText);
      int width = shown.codePointCount(0, shown.length());
      warnings.add(
          Diagnostic.warning(Code.D2110, message).at(new Span(file, line, 1, width, shown)));
    }
  }
}
