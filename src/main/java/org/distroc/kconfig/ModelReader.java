package org.distroc.kconfig;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.MenuNode.Dependency;

/** Reads what {@link ModelWriter} wrote. A file that is damaged, or of another key, is not read. */
final class ModelReader {
  private static final Symbol[] NO_SYMBOLS = {};

  private final ByteBuffer in;
  private final byte[] bytes;
  private final SymbolTable symbols = new SymbolTable();
  private final Exprs exprs = new Exprs(symbols);
  private final List<String> files = new ArrayList<>();
  private Symbol[] symbolById = NO_SYMBOLS;
  private Expr[] exprById;
  private MenuNode[] nodes;
  private Property[] properties;

  private ModelReader(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes, start, length);
  }

  /** The tree; empty when the bytes are not a whole model of that key and of this format. */
  static Optional<KconfigTree> read(
      byte[] file, String key, Path srctree, KconfigEnvironment environment) {
    try {
      ByteBuffer head = ByteBuffer.wrap(file);
      byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
      if (head.getInt() != ModelWriter.MAGIC || head.getInt() != ModelWriter.FORMAT) {
        return Optional.empty();
      }
      byte[] found = new byte[head.getShort() & 0xffff];
      head.get(found);
      long sum = head.getLong();
      int length = head.getInt();
      CRC32 actual = new CRC32();
      actual.update(file, head.position(), head.remaining());
      boolean whole = length == head.remaining() && actual.getValue() == sum;
      if (!whole || !Arrays.equals(found, wanted)) {
        return Optional.empty();
      }
      ModelReader reader = new ModelReader(file, head.position(), length);
      return Optional.of(reader.tree(srctree, environment));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  private KconfigTree tree(Path srctree, KconfigEnvironment environment) {
    Dialect dialect = new Dialect(flag(), flag(), flag(), flag(), flag(), flag(), in.getInt());
    List<String> names = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      names.add(text());
    }
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      byte kind = in.get();
      String name = text();
      if (kind >= 2) {
        symbols.choice(name);
      } else if (kind == 1) {
        symbols.constant(name);
      } else {
        symbols.option(name);
      }
    }
    symbolById = symbols.all().toArray(NO_SYMBOLS);
    exprById = new Expr[in.getInt()];
    for (int i = 0; i < exprById.length; i++) {
      exprById[i] = newExpr();
    }
    nodes = new MenuNode[in.getInt()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = newNode();
    }
    properties = new Property[in.getInt()];
    for (int i = 0; i < properties.length; i++) {
      properties[i] = newProperty();
    }
    for (MenuNode node : nodes) {
      node.parent = node();
      node.next = node();
      node.list = node();
      int prompt = in.getInt();
      node.prompt = prompt < 0 ? null : properties[prompt];
    }
    for (Symbol symbol : symbolById) {
      fill(symbol);
    }
    Symbol modules = symbol();
    return new KconfigTree(
        srctree, environment, dialect, symbols, exprs, nodes[0], modules, warnings(), names);
  }

  private Expr newExpr() {
    byte kind = in.get();
    return switch (kind) {
      case 0 -> exprs.ref(symbol());
      case 1 -> exprs.not(expr());
      case 2 -> exprs.and(expr(), expr());
      case 3 -> exprs.or(expr(), expr());
      default -> exprs.compare(Expr.Relation.values()[kind - 4], symbol(), symbol());
    };
  }

  private MenuNode newNode() {
    Symbol symbol = symbol();
    MenuNode enclosing = node();
    MenuNode node = new MenuNode(symbol, enclosing, position());
    node.help = text();
    node.inIfBlock = flag();
    node.dependency = expr();
    node.visibility = expr();
    dependencies(node.dependencies);
    dependencies(node.visibilities);
    symbols(node.choiceMembers);
    return node;
  }

  private Property newProperty() {
    Property.Kind kind = Property.Kind.values()[in.get()];
    String text = text();
    Expr value = expr();
    Symbol low = symbol();
    Symbol high = symbol();
    Expr written = expr();
    Expr condition = expr();
    Property property = new Property(kind, text, value, low, high, written, node(), position());
    property.condition = condition;
    return property;
  }

  private void fill(Symbol symbol) {
    symbol.type = SymbolType.values()[in.get()];
    symbol.optional = flag();
    symbol.transitional = flag();
    symbol.choiceValue = flag();
    symbol.choiceNode = node();
    symbols(symbol.choiceMembers);
    symbol.directDependency = expr();
    symbol.selectedBy = expr();
    symbol.impliedBy = expr();
    for (int i = in.getInt(); i > 0; i--) {
      symbol.definitions.add(node());
    }
    for (int i = in.getInt(); i > 0; i--) {
      symbol.properties.add(properties[in.getInt()]);
    }
    symbol.seal();
  }

  private List<Diagnostic> warnings() {
    List<Diagnostic> warnings = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      Diagnostic warning = Diagnostic.warning(Code.D2108, Bytes.toText(text()));
      String file = text();
      int line = in.getInt();
      String shown = text();
      warnings.add(
          file == null
              ? warning
              : warning.at(new Position(Bytes.toText(file), line).span(Bytes.toText(shown))));
    }
    return List.copyOf(warnings);
  }

  private void dependencies(List<Dependency> lines) {
    for (int i = in.getInt(); i > 0; i--) {
      lines.add(new Dependency(expr(), position()));
    }
  }

  private void symbols(List<Symbol> list) {
    for (int i = in.getInt(); i > 0; i--) {
      list.add(symbol());
    }
  }

  private Position position() {
    int file = in.getInt();
    if (file < 0) {
      file = files.size();
      files.add(text());
    }
    return new Position(files.get(file), in.getInt());
  }

  private Symbol symbol() {
    int id = in.getInt();
    return id < 0 ? null : symbolById[id];
  }

  private Expr expr() {
    int id = in.getInt();
    return id < 0 ? null : exprById[id];
  }

  private MenuNode node() {
    int id = in.getInt();
    return id < 0 ? null : nodes[id];
  }

  private boolean flag() {
    return in.get() != 0;
  }

  private String text() {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, in.position(), length, StandardCharsets.ISO_8859_1);
    in.position(in.position() + length);
    return text;
  }
}
