package org.distroc.recipe.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Builds a tree with positions from YAML text.
 *
 * <p>It reads parser events in one pass, with no recursion deeper than {@link #DEPTH}: aliases are
 * rejected and so never expanded, and nesting that is too deep ends the reading.
 */
public final class YamlTree {
  /** The deepest nesting of maps and lists. */
  static final int DEPTH = 32;

  /** The longest single value, in Java characters. */
  public static final int LONGEST = 4096;

  /** How many slips are repaired in one text. */
  private static final int REPAIRS = 20;

  /** How many characters are read again to find them, in all. */
  private static final long REREAD = 1L << 20;

  private final SourceText source;
  private final FileDiagnostics findings;
  private final RepairedText text;
  private final Iterator<Event> events;
  private final int[] indexes;

  private YamlTree(SourceText source, RepairedText text, FileDiagnostics findings) {
    this.source = source;
    this.text = text;
    this.findings = findings;
    this.indexes = indexesOfCodePoints(text.text());
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(SourceReader.LIMIT + REPAIRS * 2)
            .setParseComments(false)
            .build();
    this.events = new Parse(settings).parseString(text.text()).iterator();
  }

  /**
   * The tree, or null when the text is not valid YAML; {@code findings} says why. If all that is
   * invalid are slips in single lines of which it is certain what was meant, the tree is that of
   * the text without them, so that what else is wrong can be found too.
   */
  public static Node read(SourceText source, FileDiagnostics findings) {
    RepairedText text = RepairedText.of(source.text());
    List<LineSlip> slips = new ArrayList<>();
    long[] left = {REREAD};
    while (true) {
      YamlTree tree = new YamlTree(source, text, findings);
      try {
        return tree.document();
      } catch (TooDeep reported) {
        return null;
      } catch (MarkedYamlEngineException mistake) {
        Optional<LineSlip> slip =
            slips.size() < REPAIRS
                ? LineSlip.find(text, tree.stop(mistake), repaired -> stop(source, repaired, left))
                : Optional.empty();
        if (slip.isEmpty()) {
          YamlMistake.report(mistake, source, findings, tree::index);
          return null;
        }
        slips.add(slip.get());
        text = slip.get().repaired();
        findings.forget();
        slips.forEach(each -> findings.error(each.start(), each.end(), each.words()));
      } catch (YamlVersionException mistake) {
        findings.error(0, source.lineEnd(0), () -> YamlMistake.yamlVersion(source.language()));
        return null;
      } catch (YamlEngineException mistake) {
        findings.error(0, 0, () -> YamlMistake.plain(mistake.getMessage(), source.language()));
        return null;
      } catch (NumberFormatException mistake) {
        // The parser reads the digits of an escape without checking for the end of the text.
        int escape = Math.max(0, source.text().lastIndexOf('\\'));
        findings.error(
            escape, source.text().length(), () -> YamlMistake.cutOffEscape(source.language()));
        return null;
      }
    }
  }

  /** Where the parser stops in a text; empty if it is valid. */
  private static Optional<LineSlip.Stop> stop(SourceText source, RepairedText text, long[] left) {
    left[0] -= text.text().length();
    if (left[0] < 0) {
      return Optional.of(new LineSlip.Stop(0, 0));
    }
    YamlTree tree = new YamlTree(source, text, new FileDiagnostics(source));
    try {
      while (tree.events.hasNext()) {
        tree.events.next();
      }
      return Optional.empty();
    } catch (MarkedYamlEngineException mistake) {
      return Optional.of(tree.stop(mistake));
    } catch (YamlEngineException | NumberFormatException mistake) {
      return Optional.of(new LineSlip.Stop(0, 0));
    }
  }

  private LineSlip.Stop stop(MarkedYamlEngineException mistake) {
    int at = mistake.getProblemMark().map(mark -> inText(mark.getIndex())).orElse(0);
    return new LineSlip.Stop(
        at, mistake.getContextMark().map(mark -> inText(mark.getIndex())).orElse(at));
  }

  /** Ends the reading; the reason was reported already. */
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
      findings.error(0, 0, () -> UnsupportedYaml.empty(source.language()));
      return null;
    }
    Node root = node(events.next(), 1);
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      int at = start(after);
      findings.error(
          at,
          Math.min(at + 3, source.lineEnd(at)),
          () -> UnsupportedYaml.secondDocument(source.language()));
    }
    boolean nothing =
        root instanceof Node.Scalar scalar && scalar.plain() && scalar.text().isEmpty();
    if (nothing && !findings.hasErrors()) {
      findings.error(root, () -> UnsupportedYaml.empty(source.language()));
    }
    return nothing ? null : root;
  }

  private Node node(Event event, int depth) {
    boolean collection = event instanceof CollectionStartEvent;
    if (collection && depth > DEPTH) {
      int at = start(event);
      findings.error(at, at + 1, () -> UnsupportedYaml.tooDeep(source.language()));
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
      findings.error(node.start(), wordEnd(node.start()), UnsupportedYaml::taggedValue);
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
    return new Node.Items(items, !start.isFlow(), source, start(start), end(event));
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
          findings.error(
              key, () -> UnsupportedYaml.duplicate(first.key().text(), lineOf(first.key())));
        }
      } else {
        complete = false;
      }
    }
    return new Node.Keys(entries, !start.isFlow(), complete, source, start(start), end(event));
  }

  private boolean isName(Node key) {
    if (!(key instanceof Node.Scalar scalar)) {
      findings.error(key, UnsupportedYaml::keyIsNotText);
      return false;
    }
    if (scalar.plain() && scalar.text().equals("<<")) {
      findings.error(key, UnsupportedYaml::mergeKey);
      return false;
    }
    if (scalar.plain() && scalar.text().isEmpty() && scalar.kind() != Node.Kind.BROKEN) {
      findings.error(key.start(), key.start() + 1, UnsupportedYaml::keyIsNotText);
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
      findings.error(start, end, Characters.words(text.codePointAt(forbidden), source.language()));
      return broken(event);
    }
    int oddSpace = event.isPlain() ? Characters.firstOddSpace(text) : -1;
    if (oddSpace >= 0) {
      findings.error(start, end, Characters.words(text.charAt(oddSpace), source.language()));
      return broken(event);
    }
    if (text.length() > LONGEST) {
      findings.error(start, end, () -> UnsupportedYaml.tooLong(source.language()));
      return broken(event);
    }
    Node.Kind kind = event.isPlain() ? PlainScalar.kind(text) : Node.Kind.TEXT;
    return new Node.Scalar(kind, text, event.isPlain(), source, start, end);
  }

  private Node broken(Event event) {
    return new Node.Scalar(Node.Kind.BROKEN, "", true, source, start(event), end(event));
  }

  private void refuseAnchor(Event event, Anchor anchor) {
    boolean alias = event.getEventId() == Event.ID.Alias;
    int at = start(event);
    findings.error(at, wordEnd(at), () -> UnsupportedYaml.anchored(alias, anchor.getValue()));
  }

  private static Optional<String> tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return ((CollectionStartEvent) event).getTag();
  }

  private int lineOf(Node node) {
    return source.span(node.start(), node.end()).line();
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

  /** Where the parser's place is in the text of the file. */
  private int index(int codePoint) {
    return text.original(inText(codePoint));
  }

  /** The parser counts code points; everything here counts Java characters. */
  private int inText(int codePoint) {
    if (indexes == null) {
      return Math.min(codePoint, text.text().length());
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
}
