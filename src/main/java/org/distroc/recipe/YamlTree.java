package org.distroc.recipe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes a tree with positions from YAML text.
 *
 * <p>It reads parser events, one pass, no recursion deeper than {@link #DEPTH}: aliases are refused
 * and so never expanded, and a nesting that is too deep ends the reading.
 */
final class YamlTree {
  /** The deepest nesting of maps and lists. */
  static final int DEPTH = 32;

  /** The longest single value, in Java characters. */
  static final int LONGEST = 4096;

  private final SourceText source;
  private final Findings findings;
  private final Iterator<Event> events;
  private final int[] indexes;

  private YamlTree(SourceText source, Findings findings) {
    this.source = source;
    this.findings = findings;
    this.indexes = indexesOfCodePoints(source.text());
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(RecipeFile.LIMIT).setParseComments(false).build();
    this.events = new Parse(settings).parseString(source.text()).iterator();
  }

  /** The tree, or null when the text is no YAML; then the findings say why. */
  static Node read(SourceText source, Findings findings) {
    YamlTree tree = new YamlTree(source, findings);
    try {
      return tree.document();
    } catch (TooDeep told) {
      return null;
    } catch (MarkedYamlEngineException mistake) {
      YamlMistake.report(mistake, source, findings, tree::index);
    } catch (YamlEngineException mistake) {
      findings.error(0, 0, () -> YamlMistake.plain(mistake.getMessage()));
    }
    return null;
  }

  /** Ends the reading; the reason is among the findings already. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super(null, null, false, false);
    }
  }

  private Node document() {
    events.next();
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      findings.error(0, 0, YamlTree::empty);
      return null;
    }
    Node root = node(events.next(), 1);
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      int at = start(after);
      findings.error(at, Math.min(at + 3, source.lineEnd(at)), YamlTree::secondDocument);
    }
    boolean nothing =
        root instanceof Node.Scalar scalar && scalar.plain() && scalar.text().isEmpty();
    if (nothing && !findings.hasErrors()) {
      findings.error(root, YamlTree::empty);
    }
    return nothing ? null : root;
  }

  private Node node(Event event, int depth) {
    boolean collection = event instanceof CollectionStartEvent;
    if (collection && depth > DEPTH) {
      int at = start(event);
      findings.error(at, at + 1, YamlTree::tooDeep);
      throw new TooDeep();
    }
    if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
      refuseAnchor(event, named.getAnchor().get());
    }
    if (event.getEventId() == Event.ID.Alias) {
      return broken(event);
    }
    Node node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : event.getEventId() == Event.ID.SequenceStart
                ? items((CollectionStartEvent) event, depth)
                : keys((CollectionStartEvent) event, depth);
    if (tag(event).isPresent()) {
      findings.error(node.start(), wordEnd(node.start()), YamlTree::taggedValue);
      return broken(event);
    }
    return node;
  }

  private Node items(CollectionStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    for (; event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Node.Items(items, !start.isFlow(), start(start), end(event));
  }

  private Node keys(CollectionStartEvent start, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    boolean complete = true;
    Event event = events.next();
    for (; event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
      Node key = node(event, depth + 1);
      Node value = node(events.next(), depth + 1);
      if (isName(key)) {
        Node.Entry entry = new Node.Entry((Node.Scalar) key, value);
        Node.Entry first = entries.putIfAbsent(entry.key().text(), entry);
        if (first != null) {
          findings.error(key, () -> duplicate(first.key()));
        }
      } else {
        complete = false;
      }
    }
    return new Node.Keys(entries, !start.isFlow(), complete, start(start), end(event));
  }

  private boolean isName(Node key) {
    if (!(key instanceof Node.Scalar scalar)) {
      findings.error(key, YamlTree::keyIsNoText);
      return false;
    }
    if (scalar.plain() && scalar.text().equals("<<")) {
      findings.error(key, YamlTree::mergeKey);
      return false;
    }
    if (scalar.plain() && scalar.text().isEmpty() && scalar.kind() != Node.Kind.BROKEN) {
      findings.error(key.start(), key.start() + 1, YamlTree::keyIsNoText);
      return false;
    }
    return scalar.kind() != Node.Kind.BROKEN;
  }

  private Node scalar(ScalarEvent event) {
    String text = event.getValue();
    int start = start(event);
    int end = end(event);
    int forbidden = Characters.firstForbidden(text);
    if (forbidden >= 0) {
      findings.error(start, end, Characters.words(text.codePointAt(forbidden)));
      return broken(event);
    }
    if (text.length() > LONGEST) {
      findings.error(start, end, YamlTree::tooLong);
      return broken(event);
    }
    Node.Kind kind = event.isPlain() ? PlainScalar.kind(text) : Node.Kind.TEXT;
    return new Node.Scalar(kind, text, event.isPlain(), start, end);
  }

  private Node broken(Event event) {
    return new Node.Scalar(Node.Kind.BROKEN, "", true, start(event), end(event));
  }

  private void refuseAnchor(Event event, Anchor anchor) {
    boolean alias = event.getEventId() == Event.ID.Alias;
    int at = start(event);
    findings.error(at, wordEnd(at), () -> anchored(alias, anchor.getValue()));
  }

  private static Optional<String> tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return ((CollectionStartEvent) event).getTag();
  }

  private int start(Event event) {
    return index(event.getStartMark().orElseThrow().getIndex());
  }

  private int end(Event event) {
    return index(event.getEndMark().orElseThrow().getIndex());
  }

  private int wordEnd(int start) {
    int at = start;
    while (at < source.text().length() && " \t\r\n,]}".indexOf(source.text().charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** The parser counts code points; everything here counts Java characters. */
  private int index(int codePoint) {
    if (indexes == null) {
      return Math.min(codePoint, source.text().length());
    }
    return indexes[Math.min(codePoint, indexes.length - 1)];
  }

  /** Null when every character is one code point. */
  private static int[] indexesOfCodePoints(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return null;
    }
    int[] indexes = new int[count + 1];
    for (int i = 0, at = 0; i < count; i++) {
      indexes[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    indexes[count] = text.length();
    return indexes;
  }

  private static Diagnostic empty() {
    return Diagnostic.error(Code.D1007, "the recipe is empty")
        .why("it has no keys, only comments or blank lines, if anything")
        .help("`distroc new NAME` writes a recipe to start from");
  }

  private static Diagnostic secondDocument() {
    return Diagnostic.error(Code.D1013, "a second YAML document starts here")
        .why("a file holds one recipe; `---` and `...` end it")
        .help("write the other recipe into a file of its own, or remove this line");
  }

  private static Diagnostic tooDeep() {
    return Diagnostic.error(Code.D1014, "maps and lists are nested more than 32 deep")
        .why("no key of a recipe is nested that deep")
        .help("look for brackets that are not closed");
  }

  private static Diagnostic tooLong() {
    return Diagnostic.error(Code.D1024, "the value is longer than 4096 characters")
        .why("no value of a recipe is that long")
        .help("look for a quote that is not closed where it should be");
  }

  static Diagnostic keyIsNoText() {
    return Diagnostic.error(Code.D1015, "a key must be a word")
        .label("not a key")
        .why("a key is a single text before a colon: `name: tiny`")
        .help("write the key, or put the text into quotes if it is a value");
  }

  private static Diagnostic mergeKey() {
    return Diagnostic.error(Code.D1012, "a recipe has no merge keys")
        .label("merge key")
        .why("what a recipe says stands where it is read, so that every value has one place")
        .help("write the keys out");
  }

  private static Diagnostic taggedValue() {
    return Diagnostic.error(Code.D1012, "a recipe has no tags")
        .label("tag")
        .why("the kind of each value is known from its key")
        .help("remove the tag; to make a text of a number, put it in quotes");
  }

  private static Diagnostic anchored(boolean alias, String name) {
    return alias
        ? Diagnostic.error(Code.D1012, "a recipe has no aliases")
            .label("alias")
            .why("what a recipe says stands where it is read, so that every value has one place")
            .help("write the value of `&" + name + "` here; for a text with `*`, use quotes")
        : Diagnostic.error(Code.D1012, "a recipe has no anchors")
            .label("anchor")
            .why("aliases are not possible, so an anchor has no use")
            .help("remove `&" + name + "`; for a text that starts with `&`, use quotes");
  }

  private Diagnostic duplicate(Node.Scalar first) {
    int line = source.span(first.start(), first.end()).line();
    return Diagnostic.error(
            Code.D1011, "the key `" + Words.shown(first.text()) + "` is written twice")
        .label("second time")
        .why("only one of the two values can count; the first is in line " + line)
        .help("remove one of them, or bring their contents together");
  }
}
