package org.distroc.kconfig.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.HelpText;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.ByteStrings;

/**
 * Writes a loaded tree in the form that {@link ModelReader} reads; they change together.
 *
 * <p>A head says how long the rest is and what its checksum is. Then come whole numbers only, and
 * then all texts in one piece: both are read in one go, and an unused text is never decoded.
 * Expressions that only played a part on the way are left out.
 */
public final class ModelWriter {
  static final int MAGIC = 0x6b636d31;

  /** Increment it whenever the format, or how trees are built, changes. */
  static final int FORMAT = 5;

  private final KconfigModel tree;
  private int[] numbers = new int[1 << 20];
  private int count;

  /** Texts, and help texts as they stand in their files. */
  private final List<Object> texts = new ArrayList<>(1 << 16);

  private int textBytes;
  private final Map<MenuNode, Integer> nodes = new IdentityHashMap<>();
  private final List<MenuNode> nodeList = new ArrayList<>();
  private final Map<Property, Integer> properties = new IdentityHashMap<>();
  private final List<Property> propertyList = new ArrayList<>();
  private final Map<String, Integer> files = new HashMap<>();

  private final List<Expr> exprList = new ArrayList<>();

  /** By their number in the tree: 0 for those that were not met yet, else one more than the new. */
  private final int[] exprs;

  private ModelWriter(KconfigModel tree) {
    this.tree = tree;
    this.exprs = new int[tree.expressions()];
  }

  /** The bytes of the whole file. */
  public static byte[] write(KconfigModel tree, String key) {
    ModelWriter writer = new ModelWriter(tree);
    writer.collect();
    writer.model();
    return writer.file(key.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] file(byte[] key) {
    int length = Integer.BYTES * count + textBytes;
    ByteBuffer file =
        ByteBuffer.allocate(6 * Integer.BYTES + key.length + length).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putInt(FORMAT).putInt(key.length).put(key);
    int sum = file.position();
    file.putInt(0).putInt(count).putInt(textBytes);
    file.asIntBuffer().put(numbers, 0, count);
    file.position(file.position() + Integer.BYTES * count);
    for (Object text : texts) {
      if (text instanceof HelpText help) {
        help.putRaw(file);
      } else {
        file.put(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    file.putInt(sum, ModelReader.sum(file.array(), sum));
    return file.array();
  }

  private void collect() {
    MenuNode root = tree.root();
    for (MenuNode node = root; node != null; node = node.following(root)) {
      nodes.put(node, nodeList.size());
      nodeList.add(node);
      node.dependencies().forEach(d -> collect(d.expr()));
      node.visibilities().forEach(d -> collect(d.expr()));
      collect(node.dependencyOrNull());
      collect(node.visibilityOrNull());
      if (node.symbolOrNull() == null && node.promptOrNull() != null) {
        collect(node.promptOrNull());
      }
    }
    for (Symbol symbol : tree.symbols().all()) {
      symbol.properties().forEach(this::collect);
      collect(symbol.directDependencyOrNull());
      collect(symbol.selectedByOrNull());
      collect(symbol.impliedByOrNull());
    }
  }

  private void collect(Property property) {
    properties.put(property, propertyList.size());
    propertyList.add(property);
    collect(property.valueOrNull());
    collect(property.writtenConditionOrNull());
    collect(property.conditionOrNull());
  }

  /** Operands come first. The new numbers do not depend on how the tree was read. */
  private void collect(Expr expr) {
    if (expr == null || exprs[expr.id()] != 0) {
      return;
    }
    if (expr instanceof Expr.Binary b) {
      collect(b.left());
      collect(b.right());
    } else if (expr instanceof Expr.Not not) {
      collect(not.operand());
    }
    exprList.add(expr);
    exprs[expr.id()] = exprList.size();
  }

  private void model() {
    SortedMap<String, String> variables = new TreeMap<>(tree.variables());
    variables.remove("srctree");
    texts(variables);
    dialect(tree.dialect());
    texts(tree.files());
    List<Symbol> symbols = tree.symbols().all();
    number(symbols.size() - 3);
    for (Symbol symbol : symbols.subList(3, symbols.size())) {
      number(symbol.isChoice() ? symbol.rawName() == null ? 2 : 3 : symbol.isLiteral() ? 1 : 0);
      text(symbol.rawName());
    }
    number(exprList.size());
    for (Expr expr : exprList) {
      expr(expr);
    }
    number(nodeList.size());
    for (MenuNode node : nodeList) {
      node(node);
    }
    number(propertyList.size());
    for (Property property : propertyList) {
      property(property);
    }
    for (MenuNode node : nodeList) {
      links(node);
    }
    for (Symbol symbol : symbols) {
      symbol(symbol);
    }
    symbolId(tree.modules());
    number(tree.warnings().size());
    for (Diagnostic warning : tree.warnings()) {
      text(ByteStrings.ofText(warning.message()));
      boolean placed = warning.at().isPresent();
      text(placed ? ByteStrings.ofText(warning.at().get().file()) : null);
      number(placed ? warning.at().get().line() : 0);
      text(placed ? ByteStrings.ofText(warning.at().get().text()) : null);
    }
  }

  private void dialect(Dialect d) {
    flag(d.choicesAreSymbols());
    flag(d.remembersExpressions());
    flag(d.numbersStartAtZero());
    flag(d.dropsOutOfRange());
    flag(d.exactIsNotSet());
    flag(d.transitionalSymbols());
    flag(d.conditionalDepends());
    number(d.buckets());
  }

  private void expr(Expr expr) {
    if (expr instanceof Expr.Ref ref) {
      number(0);
      symbolId(ref.symbol());
    } else if (expr instanceof Expr.Not not) {
      number(1);
      exprId(not.operand());
    } else if (expr instanceof Expr.Binary b) {
      number(expr instanceof Expr.And ? 2 : 3);
      exprId(b.left());
      exprId(b.right());
    } else if (expr instanceof Expr.Compare c) {
      number(4 + c.relation().ordinal());
      symbolId(c.left());
      symbolId(c.right());
    }
  }

  private void node(MenuNode node) {
    symbolId(node.symbolOrNull());
    nodeId(node.enclosingOrNull());
    position(node.position());
    if (node.helpTextOrNull() == null) {
      number(-1);
    } else {
      add(node.helpTextOrNull(), node.helpTextOrNull().rawLength());
    }
    flag(node.isIf());
    exprId(node.dependencyOrNull());
    exprId(node.visibilityOrNull());
    dependencies(node.dependencies());
    dependencies(node.visibilities());
    symbolIds(node.choiceMembers());
  }

  private void links(MenuNode node) {
    nodeId(node.parentOrNull());
    nodeId(node.nextSibling());
    nodeId(node.firstChild());
    number(node.promptOrNull() == null ? -1 : properties.get(node.promptOrNull()));
  }

  private void property(Property property) {
    number(property.kind().ordinal());
    text(property.rawText());
    exprId(property.valueOrNull());
    symbolId(property.lowOrNull());
    symbolId(property.highOrNull());
    exprId(property.writtenConditionOrNull());
    exprId(property.conditionOrNull());
    nodeId(property.node());
    position(property.position());
  }

  private void symbol(Symbol symbol) {
    number(symbol.type().ordinal());
    flag(symbol.isOptional());
    flag(symbol.isTransitional());
    flag(symbol.isChoiceValue());
    nodeId(symbol.choiceNodeOrNull());
    symbolIds(symbol.choiceMembers());
    exprId(symbol.directDependencyOrNull());
    exprId(symbol.selectedByOrNull());
    exprId(symbol.impliedByOrNull());
    number(symbol.definitions().size());
    for (MenuNode node : symbol.definitions()) {
      nodeId(node);
    }
    number(symbol.properties().size());
    for (Property property : symbol.properties()) {
      number(properties.get(property));
    }
  }

  private void dependencies(List<Dependency> lines) {
    number(lines.size());
    for (Dependency line : lines) {
      exprId(line.expr());
      position(line.position());
    }
  }

  private void position(Position position) {
    Integer file = files.get(position.file());
    if (file == null) {
      number(-1);
      text(position.file());
      files.put(position.file(), files.size());
    } else {
      number(file);
    }
    number(position.line());
  }

  private void symbolIds(List<Symbol> symbols) {
    number(symbols.size());
    for (Symbol symbol : symbols) {
      symbolId(symbol);
    }
  }

  private void symbolId(Symbol symbol) {
    number(symbol == null ? -1 : symbol.id());
  }

  private void exprId(Expr expr) {
    number(expr == null ? -1 : exprs[expr.id()] - 1);
  }

  private void nodeId(MenuNode node) {
    number(node == null ? -1 : nodes.get(node));
  }

  private void texts(SortedMap<String, String> texts) {
    number(texts.size());
    texts.forEach(
        (name, text) -> {
          text(name);
          text(text);
        });
  }

  private void texts(List<String> texts) {
    number(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  private void text(String text) {
    if (text == null) {
      number(-1);
      return;
    }
    add(text, text.length());
  }

  private void add(Object text, int length) {
    number(length);
    texts.add(text);
    textBytes += length;
  }

  private void flag(boolean flag) {
    number(flag ? 1 : 0);
  }

  private void number(int number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }
}
