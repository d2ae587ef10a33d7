package org.distroc.kconfig;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.MenuNode.Dependency;

/** Reads what {@link ModelWriter} wrote. A file that is damaged, or of another key, is not read. */
final class ModelReader {
  private static final Symbol[] NO_SYMBOLS = {};
  private static final Expr.Relation[] RELATIONS = Expr.Relation.values();
  private static final Property.Kind[] KINDS = Property.Kind.values();
  private static final SymbolType[] TYPES = SymbolType.values();

  private final int[] numbers;
  private int at;

  /** The texts stand in {@code bytes}, the next one at {@code textAt}. */
  private final byte[] bytes;

  private int textAt;
  private final SymbolTable symbols = new SymbolTable();
  private final List<String> files = new ArrayList<>();
  private Symbol[] symbolById = NO_SYMBOLS;
  private Expr[] exprById;
  private MenuNode[] nodes;
  private Property[] properties;

  private ModelReader(int[] numbers, byte[] bytes, int textAt) {
    this.numbers = numbers;
    this.bytes = bytes;
    this.textAt = textAt;
  }

  /** The tree; empty when the bytes are not a whole model of that key and of this format. */
  static Optional<KconfigTree> read(byte[] file, String key, Path srctree) {
    try {
      ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
      if (head.getInt() != ModelWriter.MAGIC
          || head.getInt() != ModelWriter.FORMAT
          || head.getInt() != wanted.length) {
        return Optional.empty();
      }
      byte[] found = new byte[wanted.length];
      head.get(found);
      int start = head.position();
      if (!Arrays.equals(found, wanted) || head.getInt() != sum(file, start)) {
        return Optional.empty();
      }
      int[] numbers = new int[head.getInt()];
      int texts = head.getInt();
      head.asIntBuffer().get(numbers);
      int from = head.position() + Integer.BYTES * numbers.length;
      if (from + texts != file.length) {
        return Optional.empty();
      }
      return Optional.of(new ModelReader(numbers, file, from).tree(srctree));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  /** The checksum of everything behind itself. */
  static int sum(byte[] file, int at) {
    CRC32 sum = new CRC32();
    sum.update(file, at + Integer.BYTES, file.length - at - Integer.BYTES);
    return (int) sum.getValue();
  }

  private KconfigTree tree(Path srctree) {
    KconfigEnvironment environment = environment(srctree);
    Dialect dialect = new Dialect(flag(), flag(), flag(), flag(), flag(), flag(), flag(), number());
    List<String> names = new ArrayList<>();
    for (int i = number(); i > 0; i--) {
      names.add(text());
    }
    int count = number();
    for (int i = 0; i < count; i++) {
      int kind = number();
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
    exprById = new Expr[number()];
    for (int i = 0; i < exprById.length; i++) {
      exprById[i] = newExpr(i);
    }
    nodes = new MenuNode[number()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = newNode();
    }
    properties = new Property[number()];
    for (int i = 0; i < properties.length; i++) {
      properties[i] = newProperty();
    }
    for (MenuNode node : nodes) {
      node.parent = node();
      node.next = node();
      node.list = node();
      int prompt = number();
      node.prompt = prompt < 0 ? null : properties[prompt];
    }
    for (Symbol symbol : symbolById) {
      fill(symbol);
    }
    Symbol modules = symbol();
    List<Diagnostic> warnings = warnings();
    return new KconfigTree(
        srctree,
        environment,
        dialect,
        symbols,
        exprById.length,
        nodes[0],
        modules,
        warnings,
        names);
  }

  /** Nothing is left to ask a shell. */
  private KconfigEnvironment environment(Path srctree) {
    Map<String, String> variables = new HashMap<>();
    for (int i = number(); i > 0; i--) {
      variables.put(text(), text());
    }
    variables.put("srctree", srctree.toAbsolutePath().toString());
    ShellRunner none =
        (command, exported) -> {
          throw new IllegalStateException("a tree that is read needs no command: " + command);
        };
    return new KconfigEnvironment(variables, none, new ShellResultCache());
  }

  private Expr newExpr(int id) {
    int kind = number();
    return switch (kind) {
      case 0 -> new Expr.Ref(id, symbol());
      case 1 -> new Expr.Not(id, expr());
      case 2 -> new Expr.And(id, expr(), expr());
      case 3 -> new Expr.Or(id, expr(), expr());
      default -> new Expr.Compare(id, RELATIONS[kind - 4], symbol(), symbol());
    };
  }

  private MenuNode newNode() {
    Symbol symbol = symbol();
    MenuNode enclosing = node();
    MenuNode node = new MenuNode(symbol, enclosing, position());
    int length = number();
    node.help = length < 0 ? null : new HelpText(bytes, textAt, length);
    textAt += Math.max(length, 0);
    node.inIfBlock = flag();
    node.dependency = expr();
    node.visibility = expr();
    dependencies(node.dependencies);
    dependencies(node.visibilities);
    symbols(node.choiceMembers);
    return node;
  }

  private Property newProperty() {
    Property.Kind kind = KINDS[number()];
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
    symbol.type = TYPES[number()];
    symbol.optional = flag();
    symbol.transitional = flag();
    symbol.choiceValue = flag();
    symbol.choiceNode = node();
    symbols(symbol.choiceMembers);
    symbol.directDependency = expr();
    symbol.selectedBy = expr();
    symbol.impliedBy = expr();
    for (int i = number(); i > 0; i--) {
      symbol.definitions.add(node());
    }
    for (int i = number(); i > 0; i--) {
      symbol.properties.add(properties[number()]);
    }
    symbol.seal();
  }

  private List<Diagnostic> warnings() {
    List<Diagnostic> warnings = new ArrayList<>();
    for (int i = number(); i > 0; i--) {
      Diagnostic warning = Diagnostic.warning(Code.D2108, ByteStrings.toText(text()));
      String file = text();
      int line = number();
      String shown = text();
      warnings.add(
          file == null
              ? warning
              : warning.at(
                  new Position(ByteStrings.toText(file), line).span(ByteStrings.toText(shown))));
    }
    return List.copyOf(warnings);
  }

  private void dependencies(List<Dependency> lines) {
    for (int i = number(); i > 0; i--) {
      lines.add(new Dependency(expr(), position()));
    }
  }

  private void symbols(List<Symbol> list) {
    for (int i = number(); i > 0; i--) {
      list.add(symbol());
    }
  }

  private Position position() {
    int file = number();
    if (file < 0) {
      file = files.size();
      files.add(text());
    }
    return new Position(files.get(file), number());
  }

  private Symbol symbol() {
    int id = number();
    return id < 0 ? null : symbolById[id];
  }

  private Expr expr() {
    int id = number();
    return id < 0 ? null : exprById[id];
  }

  private MenuNode node() {
    int id = number();
    return id < 0 ? null : nodes[id];
  }

  private boolean flag() {
    return number() != 0;
  }

  private int number() {
    return numbers[at++];
  }

  private String text() {
    int length = number();
    if (length < 0) {
      return null;
    }
    textAt += length;
    return new String(bytes, textAt - length, length, StandardCharsets.ISO_8859_1);
  }
}
