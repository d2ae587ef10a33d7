package org.distroc.kconfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * The Kconfig files of one kernel source for one architecture and toolchain: all options, how they
 * depend on each other, and the menu they stand in. It never changes and may be shared by threads.
 */
public final class KconfigTree {
  private final Path srctree;
  private final KconfigEnvironment environment;
  private final Dialect dialect;
  private final SymbolTable symbols;
  private final int expressions;
  private final MenuNode root;
  private final Symbol modules;
  private final Symbol[] hashOrder;
  private final List<Diagnostic> warnings;
  private final List<String> files;
  private final Resolver resolver = new Resolver(this);

  /** Made when it is asked for the first time. */
  private Map<Symbol, List<Property>> selectors;

  /** Likewise. */
  private DefconfigOptions usualOptions;

  KconfigTree(
      Path srctree,
      KconfigEnvironment environment,
      Dialect dialect,
      SymbolTable symbols,
      int expressions,
      MenuNode root,
      Symbol modules,
      List<Diagnostic> warnings,
      List<String> files) {
    this.srctree = srctree;
    this.environment = environment;
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
   * Reads {@code Kconfig} at the top of a kernel source and everything that it includes.
   *
   * @throws Failure with every mistake in the files, each at its place
   */
  public static KconfigTree load(Path srctree, KconfigEnvironment environment) {
    return load(srctree, "Kconfig", environment);
  }

  /** The same from another file, given relative to the source. */
  public static KconfigTree load(Path srctree, String file, KconfigEnvironment environment) {
    return KconfigLimits.onDeepStack(() -> read(srctree, file, environment));
  }

  /**
   * The whole tree as bytes, to be kept between runs: reading them is faster than reading the
   * files.
   *
   * @param key names the source, the architecture and the toolchain, for example by a digest
   */
  public byte[] toBytes(String key) {
    return KconfigLimits.onDeepStack(() -> ModelWriter.write(this, key));
  }

  /**
   * A tree from bytes that were kept.
   *
   * @param srctree where the source is now
   * @return empty when they are damaged, of another key, or written by another version of distroc
   */
  public static Optional<KconfigTree> fromBytes(byte[] bytes, String key, Path srctree) {
    return ModelReader.read(bytes, key, srctree);
  }

  /** How many targets {@link #resolve} has computed, and need not compute again. */
  public int knownTargets() {
    return resolver.finishedTargets().size();
  }

  /** Their configurations as bytes, to be kept between runs. */
  public byte[] targetsToBytes(String key) {
    return TargetConfigs.write(resolver.finishedTargets(), key);
  }

  /** Takes configurations that were kept, unless they are damaged or of another key. */
  public void rememberTargets(byte[] bytes, String key) {
    TargetConfigs.read(bytes, key).ifPresent(texts -> texts.forEach(resolver::remember));
  }

  private static KconfigTree read(Path srctree, String file, KconfigEnvironment environment) {
    Dialect dialect = Dialect.of(srctree);
    try (ShellFunction shell = new ShellFunction(environment)) {
      KconfigFiles files = new KconfigFiles(srctree);
      TreeDiagnostics problems = new TreeDiagnostics(files);
      SymbolTable symbols = new SymbolTable();
      MenuBuilder menu =
          new MenuBuilder(symbols, new ExprFactory(symbols), dialect, problems, file);
      try {
        parse(file, environment, shell, menu, files, problems);
      } catch (Failure fatal) {
        throw problems.with(fatal);
      }
      problems.throwIfAny();
      return ShellPromiseResolver.settle(menu, shell.allKept())
          ? finish(srctree, environment, menu, files, problems)
          // By now all answers are known, so that nothing is promised.
          : read(srctree, file, environment);
    }
  }

  private static KconfigTree finish(
      Path srctree,
      KconfigEnvironment environment,
      MenuBuilder menu,
      KconfigFiles files,
      TreeDiagnostics problems) {
    SymbolTable symbols = menu.symbols;
    Symbol modules = menu.modules == null ? symbols.no : menu.modules;
    if (menu.root.prompt == null) {
      menu.entry = menu.root;
      menu.addPrompt(Property.Kind.MENU, "Main menu", null, menu.root.position);
    }
    new MenuFinalizer(menu, new Simplifier(menu.exprs, symbols), modules, problems).run();
    DependencyCycles cycles =
        new DependencyCycles(problems, symbols.all().size(), menu.exprs.size());
    symbols.all().forEach(cycles::check);
    problems.throwIfAny();
    return new KconfigTree(
        srctree,
        environment,
        menu.dialect,
        symbols,
        menu.exprs.size(),
        menu.root,
        modules,
        problems.warnings(),
        List.copyOf(files.names()));
  }

  private static void parse(
      String file,
      KconfigEnvironment environment,
      ShellFunction shell,
      MenuBuilder menu,
      KconfigFiles files,
      TreeDiagnostics problems) {
    byte[] bytes;
    try {
      bytes = files.read(file);
    } catch (IOException e) {
      bytes = null;
    }
    if (bytes == null) {
      throw new Failure(
          Diagnostic.error(Code.D2100, "the kernel source has no file `" + file + "`")
              .help("name a folder that holds a whole, unpacked kernel source"));
    }
    Macros macros = new Macros(environment.variables(), shell, problems);
    Lexer lexer = new Lexer(new KconfigFile(file, bytes, null), menu.dialect, macros, problems);
    new Parser(lexer, menu, macros, files, problems).parse();
  }

  /**
   * The configuration that {@code make} comes to: the base, the fragment merged into it, and
   * everything else brought up to date.
   *
   * @throws Failure when the base is not there
   */
  public Configuration resolve(BaseConfig base, List<Assignment> fragment) {
    return KconfigLimits.onDeepStack(() -> resolver.resolve(base, fragment));
  }

  /** The same with the text of a fragment, such as a file of {@code kernel/configs}. */
  public Configuration resolve(BaseConfig base, String fragment) {
    return KconfigLimits.onDeepStack(() -> resolver.resolve(base, ByteStrings.ofText(fragment)));
  }

  /**
   * The option of that name, without {@code CONFIG_}; empty when no file defines or mentions it.
   */
  public Optional<Symbol> symbol(String name) {
    return Optional.ofNullable(symbols.find(ByteStrings.ofText(name))).filter(s -> !s.constant);
  }

  /** The option of that name, if a file defines it. */
  Optional<Symbol> option(String name) {
    return symbol(name).filter(s -> !s.definitions.isEmpty());
  }

  /** What this tree calls an option that another version calls {@code name}; empty for none. */
  public Optional<String> renamed(String name) {
    return new RenamedSymbols().otherName(name).filter(other -> option(other).isPresent());
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
                .computeIfAbsent(property.targetSymbol(), s -> new ArrayList<>())
                .add(property);
          }
        }
      }
    }
    return selectors;
  }

  /** What the tree's own configurations for its architecture turn on. */
  synchronized DefconfigOptions usualOptions() {
    if (usualOptions == null) {
      usualOptions = new DefconfigOptions(srctree, environment.srcarch());
    }
    return usualOptions;
  }

  /** Why an option does or does not become what is wanted in a configuration of this tree. */
  public OptionExplanation explain(Configuration configuration, Assignment wanted) {
    return KconfigLimits.onDeepStack(() -> new OptionExplainer(configuration).explain(wanted));
  }

  /** The same for many, in their order. */
  public List<OptionExplanation> explain(Configuration configuration, List<Assignment> wanted) {
    return KconfigLimits.onDeepStack(
        () -> wanted.stream().map(new OptionExplainer(configuration)::explain).toList());
  }

  /** An explanation for everything that the fragment of a configuration asks for in vain. */
  public List<OptionExplanation> explain(Configuration configuration) {
    return KconfigLimits.onDeepStack(
        () ->
            configuration.asked().stream()
                .map(new OptionExplainer(configuration)::explain)
                .filter(e -> !e.takes())
                .toList());
  }

  /** Everything about one option; empty when the tree does not define it. */
  public Optional<OptionDescription> describe(Configuration configuration, String name) {
    return option(name)
        .map(s -> KconfigLimits.onDeepStack(() -> new OptionDescriber(configuration).describe(s)));
  }

  /** Options that have all these words in their name, prompt or help text, the best first. */
  public List<Symbol> search(String words, int limit) {
    return OptionSearch.words(this, words, limit);
  }

  /**
   * The fewest settings that, added to what {@code before} asks for, give {@code after}.
   *
   * @return empty when no settings of options lead there
   */
  public Optional<List<Assignment>> changes(Configuration before, Configuration after) {
    return KconfigLimits.onDeepStack(() -> new MinimalChange(before, after).find());
  }

  /** The top of the menu. */
  public MenuNode root() {
    return root;
  }

  /** The option that switches modules on, such as MODULES; the constant n when there is none. */
  public Symbol modules() {
    return modules;
  }

  /** What is odd in the files, but accepted by the kernel's own program. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /** The files that were read, as {@code source} named them, in order. */
  public List<String> files() {
    return files;
  }

  /** The folder that was read. */
  public Path srctree() {
    return srctree;
  }

  /** What the tree was loaded with. */
  public KconfigEnvironment environment() {
    return environment;
  }

  /** The variable of the environment, or nothing. */
  String variable(String name) {
    return environment.variables().getOrDefault(name, "");
  }

  Dialect dialect() {
    return dialect;
  }

  /** All expressions are numbered below this. */
  int expressions() {
    return expressions;
  }

  SymbolTable symbolTable() {
    return symbols;
  }

  Symbol[] hashOrder() {
    return hashOrder;
  }
}
