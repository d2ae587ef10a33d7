package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.model.Position;

/**
 * One link of the chain that says why an option has its value.
 *
 * @param text a short sentence
 * @param at the line of a Kconfig file that says so
 * @param because what it follows from, each a link of its own; empty at the end of the chain
 */
public record ChainLink(String text, Optional<Position> at, List<ChainLink> because) {
  private static final int PLACE_COLUMN = 58;

  /** Copies the list. */
  public ChainLink {
    because = List.copyOf(because);
  }

  static ChainLink of(String text) {
    return new ChainLink(text, Optional.empty(), List.of());
  }

  static ChainLink of(String text, Position at) {
    return new ChainLink(text, Optional.of(at), List.of());
  }

  ChainLink because(List<ChainLink> links) {
    return new ChainLink(text, at, links);
  }

  /** The chain as a tree of lines, each with its position on the right. */
  public String render() {
    List<String> lines = new ArrayList<>();
    render(lines, 0);
    return String.join("\n", lines);
  }

  private void render(List<String> lines, int depth) {
    String line = depth == 0 ? text : "  ".repeat(depth - 1) + "└ " + text;
    if (at.isPresent()) {
      line += " ".repeat(Math.max(2, PLACE_COLUMN - line.length())) + at.get();
    }
    lines.add(line);
    because.forEach(link -> link.render(lines, depth + 1));
  }

  /** How many links the longest chain has. */
  public int depth() {
    return 1 + because.stream().mapToInt(ChainLink::depth).max().orElse(0);
  }
}
