package org.distroc.kconfig.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.EditDistance;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.explain.OptionExplanation.Suggestion;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Symbol;

/** Suggests options for a name that this kernel does not have. */
final class SymbolSuggestions {
  private static final int MAX_SUGGESTIONS = 3;
  private static final int SHORTEST_PART = 3;

  private final KconfigModel model;
  private final RenamedSymbols history = new RenamedSymbols();

  SymbolSuggestions(KconfigModel model) {
    this.model = model;
  }

  /**
   * The closest names: renamed, misspelt, or, when guessing is wanted, longer, or with the same
   * words in their texts.
   */
  List<Suggestion> suggestions(String name, boolean guessing) {
    Map<String, Suggestion> found = new LinkedHashMap<>();
    String given = name.startsWith("CONFIG_") ? name.substring("CONFIG_".length()) : name;
    String plain = given.toUpperCase(Locale.ROOT);
    offer(found, plain, "");
    if (!found.isEmpty()) {
      return List.copyOf(found.values());
    }
    history.otherName(plain).ifPresent(other -> offer(found, other, "its name in other versions"));
    if (history.of(plain).isPresent()) {
      return List.copyOf(found.values());
    }
    int limit = plain.length() < 5 ? 1 : plain.length() < 10 ? 2 : 3;
    misspelt(found, plain, 1);
    if (guessing && found.isEmpty()) {
      longer(found, plain);
    }
    if (found.isEmpty()) {
      misspelt(found, plain, limit);
    }
    if (guessing && found.isEmpty()) {
      withWords(found, plain.split("_"));
    }
    return found.values().stream().limit(MAX_SUGGESTIONS).toList();
  }

  private void misspelt(Map<String, Suggestion> found, String plain, int limit) {
    record Near(String name, int distance) {}
    model
        .options()
        .filter(Symbol::hasPrompt)
        .map(s -> new Near(s.name(), EditDistance.between(plain, s.name(), limit)))
        .filter(n -> n.distance() <= limit)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MAX_SUGGESTIONS)
        .forEach(n -> offer(found, n.name(), ""));
  }

  /** Names that contain this one, wherever their underscores are: EXT4_FS for EXT4. */
  private void longer(Map<String, Suggestion> found, String plain) {
    String part = plain.replace("_", "");
    if (part.length() < SHORTEST_PART) {
      return;
    }
    model
        .options()
        .filter(Symbol::hasPrompt)
        .map(Symbol::name)
        .filter(n -> n.replace("_", "").contains(part))
        .sorted(Comparator.comparingInt(String::length).thenComparing(n -> n))
        .limit(MAX_SUGGESTIONS)
        .forEach(n -> offer(found, n, ""));
  }

  /** With fewer and fewer words, but more than one of several: the first name the subsystem. */
  private void withWords(Map<String, Suggestion> found, String[] words) {
    int fewest = Math.min(2, words.length);
    for (int count = words.length; found.isEmpty() && count >= fewest; count--) {
      String query = String.join(" ", List.of(words).subList(0, count));
      OptionSearch.words(model, query, MAX_SUGGESTIONS).forEach(s -> offer(found, s.name(), ""));
    }
  }

  private void offer(Map<String, Suggestion> found, String name, String reason) {
    model
        .option(name)
        .ifPresent(
            s -> {
              String words = reason.isEmpty() ? s.prompt().orElse("") : reason;
              found.putIfAbsent(name, new Suggestion(name, words));
            });
  }

  /** What became of a name that other kernel versions have. */
  Optional<ChainLink> history(String name) {
    return history.of(name);
  }

  /** Another architecture that defines the name, looked up in its files. */
  Optional<ChainLink> elsewhere(String name) {
    Path arch = model.srctree().resolve("arch");
    String own = "arch/" + model.srcarch() + "/";
    try (Stream<Path> files = Files.walk(arch, 8)) {
      List<Path> kconfigs =
          files
              .filter(f -> f.getFileName().toString().startsWith("Kconfig"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      for (Path file : kconfigs) {
        String shown = model.srctree().relativize(file).toString();
        Optional<Position> place =
            shown.startsWith(own) ? Optional.empty() : find(file, shown, name);
        if (place.isPresent()) {
          String other = shown.split("/")[1];
          return Optional.of(
              ChainLink.of("only defined for the architecture " + other, place.get()));
        }
      }
    } catch (IOException e) {
      // Without the other architectures there is only less to say.
    }
    return Optional.empty();
  }

  private static Optional<Position> find(Path file, String shown, String name) throws IOException {
    List<String> lines = BoundedFiles.latin1(file, BoundedFiles.TEXT).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).strip().split("\\s+");
      boolean defines = words[0].equals("config") || words[0].equals("menuconfig");
      if (defines && words.length > 1 && words[1].equals(name)) {
        return Optional.of(new Position(shown, i + 1));
      }
    }
    return Optional.empty();
  }
}
