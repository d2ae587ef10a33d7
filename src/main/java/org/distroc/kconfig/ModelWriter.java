package org.distroc.kconfig;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.MenuNode.Dependency;

/** Writes a loaded tree in the form that {@link ModelReader} reads; they change together. */
final class ModelWriter {
  static final int MAGIC = 0x6b636d31;

  /** To be raised whenever what is written, or how trees are built, changes. */
  static final int FORMAT = 1;

  private final KconfigTree tree;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 22);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<MenuNode, Integer> nodes = new HashMap<>();
  private final List<MenuNode> nodeList = new ArrayList<>();
  private final Map<Property, Integer> properties = new HashMap<>();
  private final List<Property> propertyList = new ArrayList<>();
  private final Map<String, Integer> files = new HashMap<>();

  private ModelWriter(KconfigTree tree) {
    this.tree = tree;
  }

  /** The bytes of the whole file. */
  static byte[] write(KconfigTree tree, String key) {
    try {
      ModelWriter writer = new ModelWriter(tree);
      writer.collect();
      writer.model();
      byte[] model = writer.bytes.toByteArray();
      CRC32 sum = new CRC32();
      sum.update(model);
      ByteArrayOutputStream file = new ByteArrayOutputStream(model.length + 256);
      DataOutputStream head = new DataOutputStream(file);
      head.writeInt(MAGIC);
      head.writeInt(FORMAT);
      head.writeUTF(key);
      head.writeLong(sum.getValue());
      head.writeInt(model.length);
      head.write(model);
      return file.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void collect() {
    MenuNode root = tree.root();
    for (MenuNode node = root; node != null; node = node.following(root)) {
      nodes.put(node, nodeList.size());
      nodeList.add(node);
      if (node.symbol == null && node.prompt != null) {
        collect(node.prompt);
      }
    }
    tree.symbolTable().all().forEach(s -> s.properties.forEach(this::collect));
  }

  private void collect(Property property) {
    properties.put(property, propertyList.size());
    propertyList.add(property);
  }

  private void model() throws IOException {
    dialect(tree.dialect());
    texts(tree.files());
    List<Symbol> symbols = tree.symbolTable().all();
    out.writeInt(symbols.size() - 3);
    for (Symbol symbol : symbols.subList(3, symbols.size())) {
      out.writeByte(symbol.choice ? symbol.name == null ? 2 : 3 : symbol.constant ? 1 : 0);
      text(symbol.name);
    }
    Expr[] exprs = tree.exprs().byId();
    out.writeInt(exprs.length);
    for (Expr expr : exprs) {
      expr(expr);
    }
    out.writeInt(nodeList.size());
    for (MenuNode node : nodeList) {
      node(node);
    }
    out.writeInt(propertyList.size());
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
    out.writeInt(tree.warnings().size());
    for (Diagnostic warning : tree.warnings()) {
      text(Bytes.ofText(warning.message()));
      boolean placed = warning.at().isPresent();
      text(placed ? Bytes.ofText(warning.at().get().file()) : null);
      out.writeInt(placed ? warning.at().get().line() : 0);
      text(placed ? Bytes.ofText(warning.at().get().text()) : null);
    }
  }

  private void dialect(Dialect d) throws IOException {
    out.writeBoolean(d.choicesAreSymbols());
    out.writeBoolean(d.remembersExpressions());
    out.writeBoolean(d.numbersStartAtZero());
    out.writeBoolean(d.dropsOutOfRange());
    out.writeBoolean(d.exactIsNotSet());
    out.writeBoolean(d.transitionalSymbols());
    out.writeInt(d.buckets());
  }

  private void expr(Expr expr) throws IOException {
    if (expr instanceof Expr.Ref ref) {
      out.writeByte(0);
      symbolId(ref.symbol());
    } else if (expr instanceof Expr.Not not) {
      out.writeByte(1);
      out.writeInt(not.operand().id);
    } else if (expr instanceof Expr.Binary b) {
      out.writeByte(expr instanceof Expr.And ? 2 : 3);
      out.writeInt(b.left().id);
      out.writeInt(b.right().id);
    } else if (expr instanceof Expr.Compare c) {
      out.writeByte(4 + c.relation().ordinal());
      symbolId(c.left());
      symbolId(c.right());
    }
  }

  private void node(MenuNode node) throws IOException {
    symbolId(node.symbol);
    nodeId(node.enclosing);
    position(node.position);
    text(node.help);
    out.writeBoolean(node.inIfBlock);
    exprId(node.dependency);
    exprId(node.visibility);
    dependencies(node.dependencies);
    dependencies(node.visibilities);
    symbolIds(node.choiceMembers);
  }

  private void links(MenuNode node) throws IOException {
    nodeId(node.parent);
    nodeId(node.next);
    nodeId(node.list);
    out.writeInt(node.prompt == null ? -1 : properties.get(node.prompt));
  }

  private void property(Property property) throws IOException {
    out.writeByte(property.kind.ordinal());
    text(property.text);
    exprId(property.value);
    symbolId(property.low);
    symbolId(property.high);
    exprId(property.writtenCondition);
    exprId(property.condition);
    nodeId(property.node);
    position(property.position);
  }

  private void symbol(Symbol symbol) throws IOException {
    out.writeByte(symbol.type.ordinal());
    out.writeBoolean(symbol.optional);
    out.writeBoolean(symbol.transitional);
    out.writeBoolean(symbol.choiceValue);
    nodeId(symbol.choiceNode);
    symbolIds(symbol.choiceMembers);
    exprId(symbol.directDependency);
    exprId(symbol.selectedBy);
    exprId(symbol.impliedBy);
    out.writeInt(symbol.definitions.size());
    for (MenuNode node : symbol.definitions) {
      nodeId(node);
    }
    out.writeInt(symbol.properties.size());
    for (Property property : symbol.properties) {
      out.writeInt(properties.get(property));
    }
  }

  private void dependencies(List<Dependency> lines) throws IOException {
    out.writeInt(lines.size());
    for (Dependency line : lines) {
      exprId(line.expr());
      position(line.position());
    }
  }

  private void position(Position position) throws IOException {
    Integer file = files.get(position.file());
    if (file == null) {
      out.writeInt(-1);
      text(position.file());
      files.put(position.file(), files.size());
    } else {
      out.writeInt(file);
    }
    out.writeInt(position.line());
  }

  private void symbolIds(List<Symbol> symbols) throws IOException {
    out.writeInt(symbols.size());
    for (Symbol symbol : symbols) {
      symbolId(symbol);
    }
  }

  private void symbolId(Symbol symbol) throws IOException {
    out.writeInt(symbol == null ? -1 : symbol.id);
  }

  private void exprId(Expr expr) throws IOException {
    out.writeInt(expr == null ? -1 : expr.id);
  }

  private void nodeId(MenuNode node) throws IOException {
    out.writeInt(node == null ? -1 : nodes.get(node));
  }

  private void texts(List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  private void text(String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
    out.writeInt(encoded.length);
    out.write(encoded);
  }
}
