package org.distroc.kconfig.model;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.SymbolType;

/** Builds the menu tree while its files are read: entries in order, blocks opened and closed. */
public final class MenuBuilder {
  final SymbolTable symbols;
  final ExprFactory exprs;
  final Dialect dialect;
  private final TreeDiagnostics problems;

  final MenuNode root;
  private final Deque<MenuNode> blocks = new ArrayDeque<>();
  private final Deque<MenuNode> lastInBlock = new ArrayDeque<>();

  /** What properties and dependencies belong to. */
  MenuNode entry;

  Symbol modules;

  /** The choice block whose entries are being read, for newer kernels. */
  MenuNode choice;

  /** An empty menu; {@code file} is the top Kconfig file, for positions. */
  public MenuBuilder(Dialect dialect, TreeDiagnostics problems, String file) {
    this.symbols = new SymbolTable();
    this.exprs = new ExprFactory(symbols);
    this.dialect = dialect;
    this.problems = problems;
    root = new MenuNode(null, null, new Position(file, 1));
    entry = root;
    blocks.push(root);
    lastInBlock.push(root);
  }

  /** The symbols that were mentioned so far. */
  public SymbolTable symbols() {
    return symbols;
  }

  /** Makes the expressions of the tree. */
  public ExprFactory exprs() {
    return exprs;
  }

  /** How this kernel's {@code conf} differs from others. */
  public Dialect dialect() {
    return dialect;
  }

  /** The top of the menu. */
  public MenuNode root() {
    return root;
  }

  /** The entry that properties and dependencies are added to. */
  public MenuNode entry() {
    return entry;
  }

  /** The block that entries are added to. */
  public MenuNode block() {
    return blocks.peek();
  }

  /** How many blocks are open; 1 for the root alone. */
  public int depth() {
    return blocks.size();
  }

  /** Adds an entry to the current block; null for an entry without a symbol. */
  public MenuNode addEntry(Symbol symbol, Position position) {
    MenuNode node = new MenuNode(symbol, blocks.peek(), position);
    MenuNode last = lastInBlock.pop();
    if (last == blocks.peek()) {
      last.list = node;
    } else {
      last.next = node;
    }
    lastInBlock.push(node);
    entry = node;
    if (symbol != null) {
      symbol.definitions.add(node);
    }
    return node;
  }

  /** Opens the current entry as a block: the entries that follow lie inside it. */
  public void open() {
    KconfigLimits.check(blocks.size() < KconfigLimits.BLOCK_DEPTH, "nested blocks");
    blocks.push(entry);
    lastInBlock.push(entry);
  }

  /** Marks the current entry as an {@code if} block. */
  public void markIfBlock() {
    entry.inIfBlock = true;
  }

  /** Marks the current entry's choice as one whose members may all be n. */
  public void markOptional() {
    entry.symbol.optional = true;
  }

  /** Marks the current entry's option as one that is only read. */
  public void markTransitional() {
    entry.symbol.transitional = true;
  }

  /** Turns the current entry's option into a menu; false when it has no prompt. */
  public boolean markMenu() {
    if (entry.prompt == null) {
      return false;
    }
    entry.prompt.kind = Property.Kind.MENU;
    return true;
  }

  /** Makes the current entry's option the one that switches modules on. */
  public void markModules() {
    modules = entry.symbol;
  }

  /** The option that switches modules on; empty until a file names it. */
  public Optional<Symbol> modules() {
    return Optional.ofNullable(modules);
  }

  /** Newer kernels: the options that follow are members of the current entry's choice. */
  public void openChoice() {
    choice = dialect.choicesAreSymbols() ? null : entry;
    open();
  }

  /** Newer kernels: whether the current entry is read inside of a choice. */
  public boolean isInChoice() {
    return choice != null;
  }

  /** Newer kernels: adds the current entry's option to the choice that is open. */
  public void joinChoice() {
    if (!entry.symbol.choiceValue) {
      entry.symbol.choiceValue = true;
      choice.choiceMembers.add(entry.symbol);
    }
  }

  /** Sets the help text of the current entry; null for none. */
  public void setHelp(HelpText help) {
    entry.help = help;
  }

  /** Closes the current block. */
  public void close() {
    if (blocks.peek() == choice) {
      choice = null;
    }
    blocks.pop();
    lastInBlock.pop();
  }

  /** {@code depends on dep}, or with a condition, without which it requires nothing. */
  public void addDependency(Expr dep, Expr condition, Position position) {
    Expr whole = dep;
    if (condition != null) {
      whole = exprs.or(dep, new Simplifier(exprs, symbols).comparison(condition, false));
    }
    entry.dependency = exprs.and(entry.dependency, whole);
    entry.dependencies.add(new Dependency(whole, position));
  }

  /** {@code visible if condition}; null for no condition. */
  public void addVisibility(Expr condition, Position position) {
    if (condition == null) {
      return;
    }
    entry.visibility = exprs.and(entry.visibility, condition);
    entry.visibilities.add(new Dependency(condition, position));
  }

  /** Sets the type of the current option unless it has one; a second type is warned about. */
  public void setType(SymbolType type, Position position) {
    Symbol symbol = entry.symbol;
    if (symbol.type == SymbolType.UNKNOWN) {
      symbol.type = type;
    } else if (symbol.type != type) {
      problems.warn(
          Code.D2108,
          "`%s` is already %s; ignoring the type %s"
              .formatted(symbol.name(), symbol.type.word(), type.word()),
          position);
    }
  }

  /** Adds a prompt, a menu title or a comment to the current entry. */
  public Property addPrompt(Property.Kind kind, String words, Expr condition, Position position) {
    String text = words;
    if (!text.isEmpty() && ByteStrings.isSpace(text.charAt(0))) {
      problems.warn(Code.D2108, "ignoring the whitespace before a prompt", position);
      int start = 0;
      while (start < text.length() && ByteStrings.isSpace(text.charAt(start))) {
        start++;
      }
      text = text.substring(start);
    }
    if (entry.prompt != null) {
      problems.warn(Code.D2108, "a second prompt replaces the first", position);
    }
    Property prompt = add(kind, text, null, null, null, condition, position);
    if (kind == Property.Kind.PROMPT) {
      for (MenuNode above = entry.parent; above != null; above = above.parent) {
        if (above.visibility != null) {
          prompt.condition = exprs.and(prompt.condition, above.visibility);
        }
      }
    }
    entry.prompt = prompt;
    return prompt;
  }

  /** Adds a default, a select or an imply to the current entry. */
  public Property addValue(Property.Kind kind, Expr value, Expr condition, Position position) {
    return add(kind, null, value, null, null, condition, position);
  }

  /** Adds a range to the current entry. */
  public Property addRange(Symbol low, Symbol high, Expr condition, Position position) {
    return add(Property.Kind.RANGE, null, null, low, high, condition, position);
  }

  /**
   * Replaces the promised results of shell commands by the real ones.
   *
   * @return false when one is neither y nor n; then the files must be read once more
   */
  public boolean resolvePromises(List<String> results) {
    return ShellPromiseResolver.settle(this, results);
  }

  /**
   * Finishes the tree once all files were read: propagates dependencies to entries, builds submenus
   * and rejects cycles.
   *
   * @param variables what the makefiles export, by name
   * @param files the files that were read, in order
   * @throws org.distroc.diag.Failure with every error in the files
   */
  public KconfigModel finish(Path srctree, Map<String, String> variables, List<String> files) {
    Symbol switching = modules == null ? symbols.no : modules;
    if (root.prompt == null) {
      entry = root;
      addPrompt(Property.Kind.MENU, "Main menu", null, root.position);
    }
    new MenuFinalizer(this, new Simplifier(exprs, symbols), switching, problems).run();
    DependencyCycles cycles = new DependencyCycles(problems, symbols.all().size(), exprs.size());
    symbols.all().forEach(cycles::check);
    problems.throwIfAny();
    return new KconfigModel(
        srctree,
        variables,
        dialect,
        symbols,
        exprs.size(),
        root,
        switching,
        problems.warnings(),
        files);
  }

  private Property add(
      Property.Kind kind,
      String text,
      Expr value,
      Symbol low,
      Symbol high,
      Expr condition,
      Position position) {
    Property property = new Property(kind, text, value, low, high, condition, entry, position);
    if (entry.symbol != null) {
      entry.symbol.properties.add(property);
    }
    return property;
  }
}
