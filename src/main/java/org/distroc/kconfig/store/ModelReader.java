package org.distroc.kconfig.store;

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
import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.HelpText;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.model.ModelAssembler;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.model.SymbolTable;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.SymbolType;

/** Reads what {@link ModelWriter} wrote. Rejects a file that is damaged or of another key. */
public final class ModelReader {
  private static final Symbol[] NO_SYMBOLS = {};
  private static final Expr.Relation[] RELATIONS = Expr.Relation.values();
  private static final Property.Kind[] KINDS = Property.Kind.values();
  private static final SymbolType[] TYPES = SymbolType.values();

  private final int[] numbers;
  private int at;

  /** The texts stand in {@code bytes}, the next one at {@code textAt}. */
  private final byte[] bytes;

  private int textAt;
  private final ModelAssembler parts = new ModelAssembler();
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
  public static Optional<KconfigModel> read(byte[] file, String key, Path srctree) {
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
      return Optional.of(new ModelReader(numbers, file, from).model(srctree));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  /** The checksum of everything after itself. */
  static int sum(byte[] file, int at) {
    CRC32 sum = new CRC32();
    sum.update(file, at + Integer.BYTES, file.length - at - Integer.BYTES);
    return (int) sum.getValue();
  }

  private KconfigModel model(Path srctree) {
    Map<String, String> variables = variables(srctree);
    Dialect dialect = new Dialect(flag(), flag(), flag(), flag(), flag(), flag(), flag(), number());
    List<String> names = new ArrayList<>();
    for (int i = number(); i > 0; i--) {
      names.add(text());
    }
    readSymbolNames();
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
      parts.link(node, node(), node(), node(), property());
    }
    for (Symbol symbol : symbolById) {
      fill(symbol);
    }
    Symbol modules = symbol();
    List<Diagnostic> warnings = warnings();
    return parts.model(
        srctree, variables, dialect, exprById.length, nodes[0], modules, warnings, names);
  }

  private void readSymbolNames() {
    SymbolTable symbols = parts.symbols();
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
  }

  private Map<String, String> variables(Path srctree) {
    Map<String, String> variables = new HashMap<>();
    for (int i = number(); i > 0; i--) {
      variables.put(text(), text());
    }
    variables.put("srctree", srctree.toAbsolutePath().toString());
    return variables;
  }

  private Expr newExpr(int id) {
    int kind = number();
    return switch (kind) {
      case 0 -> parts.ref(id, symbol());
      case 1 -> parts.not(id, expr());
      case 2 -> parts.and(id, expr(), expr());
      case 3 -> parts.or(id, expr(), expr());
      default -> parts.compare(id, RELATIONS[kind - 4], symbol(), symbol());
    };
  }

  private MenuNode newNode() {
    MenuNode node = parts.node(symbol(), node(), position());
    int length = number();
    HelpText help = length < 0 ? null : new HelpText(bytes, textAt, length);
    textAt += Math.max(length, 0);
    parts.fill(node, help, flag(), expr(), expr());
    parts.addLines(node, dependencies(), dependencies(), symbols());
    return node;
  }

  private Property newProperty() {
    return parts.property(
        KINDS[number()], text(), expr(), symbol(), symbol(), expr(), expr(), node(), position());
  }

  private void fill(Symbol symbol) {
    parts.fill(symbol, TYPES[number()], flag(), flag(), flag());
    parts.fillChoice(symbol, node(), symbols());
    parts.complete(symbol, expr(), expr(), expr(), definitions(), properties());
  }

  private List<MenuNode> definitions() {
    int count = number();
    List<MenuNode> list = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(node());
    }
    return list;
  }

  private List<Property> properties() {
    int count = number();
    List<Property> list = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(property());
    }
    return list;
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

  private List<Dependency> dependencies() {
    int count = number();
    List<Dependency> list = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(new Dependency(expr(), position()));
    }
    return list;
  }

  private List<Symbol> symbols() {
    int count = number();
    List<Symbol> list = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(symbol());
    }
    return list;
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

  private Property property() {
    int id = number();
    return id < 0 ? null : properties[id];
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
