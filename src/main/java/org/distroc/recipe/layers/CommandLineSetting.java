package org.distroc.recipe.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.schema.SchemaRule;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;
import org.distroc.recipe.text.YamlTree;

/**
 * {@code --set qemu.memory=256M}: a layer of one value, the topmost of all. Where the recipe takes
 * a text, the value is that text; elsewhere it is YAML, such as {@code {add: [quiet]}}.
 */
final class CommandLineSetting {
  /** What diagnostics show as the file. */
  private static final String NAME = "--set";

  private static final Set<String> FIXED =
      Set.of("distro", LayerKeys.EXTENDS, LayerKeys.ARCHITECTURES, Parameters.KEY);

  private final String setting;
  private final SourceText source;
  private final FileDiagnostics findings;

  private CommandLineSetting(String setting, FileDiagnostics findings) {
    this.setting = setting;
    this.source = new SourceText(NAME, setting);
    this.findings = findings;
  }

  /**
   * The layer of a setting.
   *
   * @param below the layers that it is on top of
   * @throws Failure D8001 if it is not a key and a value
   */
  static Layer layer(String setting, List<Layer> below, FileDiagnostics findings) {
    CommandLineSetting one = new CommandLineSetting(setting, findings);
    return Layer.on(one.source, one.root(), below);
  }

  private Node.Keys root() {
    int equals = setting.indexOf('=');
    List<String> path = equals < 0 ? List.of() : path(setting.substring(0, equals));
    if (path.isEmpty() || path.contains("")) {
      throw new Failure(malformed());
    }
    if (FIXED.contains(path.get(0))) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--set` cannot change `" + Wording.shown(path.get(0)) + "`")
              .why("it decides what the other keys mean")
              .help("change it in the recipe"));
    }
    SchemaRule rule = SchemaRule.root();
    for (String key : path) {
      rule = rule.key(key);
    }
    Node value = Characters.check(source, findings) ? broken(equals + 1) : value(equals + 1, rule);
    return keys(path, value, equals);
  }

  /** The keys of {@code a.b.c} or, where a key has dots in it, of {@code /a/b/c}. */
  private static List<String> path(String text) {
    return text.startsWith("/")
        ? List.of(text.substring(1).split("/", -1))
        : List.of(text.split("\\.", -1));
  }

  private Node.Keys keys(List<String> path, Node value, int equals) {
    int end = equals;
    Node inner = value;
    for (int i = path.size() - 1; i >= 0; i--) {
      int start = end - path.get(i).length();
      Node.Scalar key = new Node.Scalar(Node.Kind.TEXT, path.get(i), true, source, start, end);
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      entries.put(path.get(i), new Node.Entry(key, inner));
      inner = new Node.Keys(entries, false, true, source, start, source.text().length());
      end = start - 1;
    }
    return (Node.Keys) inner;
  }

  private Node value(int from, SchemaRule rule) {
    String text = setting.substring(from);
    boolean nothing = text.isEmpty() || text.equals("null") || text.equals("~");
    boolean marked = !text.isEmpty() && "\"'[{".indexOf(text.charAt(0)) >= 0;
    if (nothing || rule.isText() && !marked) {
      Node.Kind kind = nothing ? Node.Kind.NULL : Node.Kind.TEXT;
      return new Node.Scalar(kind, text, true, source, from, setting.length());
    }
    // The same places as in the setting, with nothing before the value.
    SourceText alone = new SourceText(NAME, " ".repeat(from) + text);
    FileDiagnostics own = new FileDiagnostics(alone);
    Node node = YamlTree.read(alone, own);
    findings.addAll(own);
    return node == null ? broken(from) : moved(node);
  }

  private Node broken(int from) {
    return new Node.Scalar(Node.Kind.BROKEN, "", true, source, from, setting.length());
  }

  /** The same value, in the text of the setting. */
  private Node moved(Node node) {
    if (node instanceof Node.Keys keys) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      keys.entries()
          .forEach(
              (name, entry) ->
                  entries.put(
                      name,
                      new Node.Entry((Node.Scalar) moved(entry.key()), moved(entry.value()))));
      return new Node.Keys(
          entries, keys.block(), keys.complete(), source, keys.start(), keys.end());
    }
    if (node instanceof Node.Items items) {
      List<Node> all = new ArrayList<>();
      items.items().forEach(item -> all.add(moved(item)));
      return new Node.Items(all, items.block(), source, items.start(), items.end());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return new Node.Scalar(
        scalar.kind(), scalar.text(), scalar.plain(), source, scalar.start(), scalar.end());
  }

  private Diagnostic malformed() {
    return Diagnostic.error(Code.D8001, "`--set " + Wording.shown(setting) + "` is not KEY=VALUE")
        .help("for example `--set qemu.memory=256M`");
  }
}
