package org.distroc.kconfig.eval;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kconfig.value.Tristate;

/**
 * A complete configuration: a value for every option of a tree, as {@code olddefconfig} leaves it.
 * Its text is fixed; asking it about options is for one thread at a time.
 */
public final class Configuration {
  private final Resolver resolver;
  private final KconfigModel model;
  private final Evaluation evaluation;
  private final String input;
  private final BaseConfig base;
  private final Map<String, Assignment> fragment = new LinkedHashMap<>();
  private final List<Diagnostic> warnings;

  /** Null until first asked for: writing takes a fifth of the time of computing. */
  private String text;

  /** The result of an evaluation, which must not be used elsewhere from here on. */
  Configuration(
      Resolver resolver,
      Evaluation evaluation,
      String input,
      BaseConfig base,
      List<Assignment> fragment,
      List<Diagnostic> warnings) {
    this.resolver = resolver;
    this.model = evaluation.model;
    this.evaluation = evaluation;
    this.input = input;
    this.base = base;
    for (Assignment a : fragment) {
      // Of two members of a choice the last one counts.
      this.fragment.remove(a.name());
      this.fragment.put(a.name(), a);
    }
    this.warnings = List.copyOf(warnings);
    if (!evaluation.changed) {
      // Recompute everything in the order in which it is written.
      raw();
    }
  }

  /** The characters of the file, one for each byte. */
  private String raw() {
    synchronized (evaluation) {
      if (text == null) {
        text = KconfigLimits.onDeepStack(() -> new ConfigWriter(evaluation).write());
      }
      return text;
    }
  }

  /** The options that it has values for. */
  public KconfigModel model() {
    return model;
  }

  /** What computed it: it can compute others of the same kernel. */
  public Resolver resolver() {
    return resolver;
  }

  /** What it started from. */
  public BaseConfig base() {
    return base;
  }

  /** The value that the fragment asks for. */
  public Optional<Assignment> asked(String name) {
    return Optional.ofNullable(fragment.get(name));
  }

  /** Everything that the fragment asks for, each option once, in the order of the fragment. */
  public List<Assignment> asked() {
    return List.copyOf(fragment.values());
  }

  /**
   * The value of an option without quotes or escapes: {@code y}, {@code m}, {@code n}, a number or
   * a text. Empty when the tree does not define it.
   */
  public Optional<String> value(String name) {
    return model.symbol(name).filter(s -> s.type() != SymbolType.UNKNOWN).map(this::value);
  }

  /** As above for a symbol of the tree; a symbol without a type has its own name as value. */
  public String value(Symbol symbol) {
    // Threads share the configuration of a base.
    synchronized (evaluation) {
      if (!evaluation.isValid(symbol)) {
        KconfigLimits.onDeepStack(
            () -> {
              evaluation.calculate(symbol);
              return null;
            });
      }
      return ByteStrings.toText(Evaluation.orEmpty(evaluation.string(symbol)));
    }
  }

  /** Whether the option has a line in the written file. */
  public boolean isWritten(Symbol symbol) {
    return evaluation.isWritten(symbol);
  }

  /** The value of an expression of the tree; n, m or y. */
  public Tristate value(Expr expr) {
    return Tristate.values()[KconfigLimits.onDeepStack(() -> evaluation.evaluate(expr))];
  }

  /** The highest value that a person may give the option: n when its prompt is not visible. */
  public Tristate visibility(Symbol symbol) {
    return Tristate.values()[evaluation.visibility(symbol)];
  }

  /** The bytes of the {@code .config} file, as {@code conf} writes them. */
  public byte[] write() {
    return raw().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** As above, as text. */
  public String text() {
    return ByteStrings.toText(raw());
  }

  /** What {@code savedefconfig} keeps of it, as bytes. */
  public byte[] writeMinimal() {
    return minimal().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String minimal() {
    return KconfigLimits.onDeepStack(
        () -> {
          Evaluation fresh = new Evaluation(model);
          new ConfigReader(fresh).readAndEvaluate(".config", raw());
          return new ConfigWriter(fresh).writeMinimal();
        });
  }

  /** Lines of the base that were ignored. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /** The evaluation that it shows; only {@code kconfig.explain} asks it, and never sets a value. */
  public Evaluation evaluation() {
    return evaluation;
  }

  /** The text that was read to compute it. */
  String input() {
    return input;
  }
}
