package org.distroc.kconfig.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.value.ByteStrings;

/**
 * Everything that the Kconfig files of one kernel source say for one architecture and toolchain:
 * symbols, expressions, properties and the menu tree. It never changes once it is built, by {@link
 * MenuBuilder} from files or by {@link ModelAssembler} from stored bytes, and threads may share it.
 */
public final class KconfigModel {
  private final Path srctree;
  private final Map<String, String> variables;
  private final Dialect dialect;
  private final SymbolTable symbols;
  private final int expressions;
  private final MenuNode root;
  private final Symbol modules;
  private final Symbol[] hashOrder;
  private final List<Diagnostic> warnings;
  private final List<String> files;

  /** Computed on first use. */
  private Map<Symbol, List<Property>> selectors;

  /** Read on first use. */
  private DefconfigOptions defconfigOptions;

  KconfigModel(
      Path srctree,
      Map<String, String> variables,
      Dialect dialect,
      SymbolTable symbols,
      int expressions,
      MenuNode root,
      Symbol modules,
      List<Diagnostic> warnings,
      List<String> files) {
    this.srctree = srctree;
    this.variables = Map.copyOf(variables);
    this.dialect = dialect;
    this.symbols = symbols;
    this.expressions = expressions;
    this.root = root;
    this.modules = modules;
    this.hashOrder = symbols.inHashOrder(dialect.buckets());
    this.warnings = warnings;
    this.files = files;
  }

  /**
   * The option of that name, without {@code CONFIG_}; empty when no file defines or mentions it.
   */
  public Optional<Symbol> symbol(String name) {
    return Optional.ofNullable(symbols.find(ByteStrings.ofText(name))).filter(s -> !s.constant);
  }

  /** The option of that name, if a file defines it. */
  public Optional<Symbol> option(String name) {
    return symbol(name).filter(s -> !s.definitions.isEmpty());
  }

  /** Every option that is defined, in the order of its first mention; no constants or choices. */
  public Stream<Symbol> options() {
    return symbols.all().stream().filter(s -> !s.constant && !s.choice && !s.definitions.isEmpty());
  }

  /** The {@code select} lines that name an option, in the order of the selecting options. */
  public List<Property> selectors(Symbol symbol) {
    return selectors().getOrDefault(symbol, List.of());
  }

  private synchronized Map<Symbol, List<Property>> selectors() {
    if (selectors == null) {
      selectors = new HashMap<>();
      for (Symbol symbol : symbols.all()) {
        for (Property property : symbol.properties) {
          if (property.kind == Property.Kind.SELECT) {
            selectors
                .computeIfAbsent(property.targetOrNull(), s -> new ArrayList<>())
                .add(property);
          }
        }
      }
    }
    return selectors;
  }

  /** The options that the source's own configurations for this architecture turn on. */
  public synchronized DefconfigOptions defconfigOptions() {
    if (defconfigOptions == null) {
      defconfigOptions = new DefconfigOptions(srctree, srcarch());
    }
    return defconfigOptions;
  }

  /** The top of the menu. */
  public MenuNode root() {
    return root;
  }

  /** The option that switches modules on, such as MODULES; the constant n when there is none. */
  public Symbol modules() {
    return modules;
  }

  /** What is odd in the files but accepted by {@code conf}. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /** The files that were read, as {@code source} named them, in order. */
  public List<String> files() {
    return files;
  }

  /** The folder of the kernel source. */
  public Path srctree() {
    return srctree;
  }

  /** The folder below {@code arch/} that the files were read for; empty when it was not given. */
  public String srcarch() {
    return variable("SRCARCH");
  }

  /** A variable that the kernel's makefiles exported to {@code conf}; empty when it was not set. */
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** All exported variables by name. */
  public Map<String, String> variables() {
    return variables;
  }

  /** How this kernel's {@code conf} differs from those of other versions. */
  public Dialect dialect() {
    return dialect;
  }

  /** All expressions are numbered below this. */
  public int expressions() {
    return expressions;
  }

  /** All symbols by name. */
  public SymbolTable symbols() {
    return symbols;
  }

  /** The symbols in the order in which {@code conf} walks them. Do not change the array. */
  public Symbol[] hashOrder() {
    return hashOrder;
  }
}
