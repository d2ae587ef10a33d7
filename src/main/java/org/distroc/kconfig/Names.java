package org.distroc.kconfig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.EditDistance;
import org.distroc.kconfig.Explanation.Suggestion;

/** Knows what somebody may have meant by a name that this tree does not have. */
final class Names {
  private static final int MAX_SUGGESTIONS = 3;
  private static final String HISTORY = "/kconfig/renames.txt";

  private final KconfigTree tree;

  Names(KconfigTree tree) {
    this.tree = tree;
  }

  /** The closest names: renamed, misspelt, or, if wanted, with the same words in their texts. */
  List<Suggestion> suggestions(String name, boolean byWords) {
    Map<String, Suggestion> found = new LinkedHashMap<>();
    String plain = name.startsWith("CONFIG_") ? name.substring("CONFIG_".length()) : name;
    offer(found, plain.toUpperCase(Locale.ROOT), "");
    if (!found.isEmpty()) {
      return List.copyOf(found.values());
    }
    for (Map.Entry<String, String> rename : history()) {
      if (rename.getKey().equals(plain)) {
        offer(found, rename.getValue(), "its name in other versions");
      } else if (rename.getValue().equals(plain)) {
        offer(found, rename.getKey(), "its name in other versions");
      }
    }
    int limit = plain.length() < 5 ? 1 : plain.length() < 10 ? 2 : 3;
    record Near(String name, int distance) {}
    tree.options()
        .filter(Symbol::hasPrompt)
        .map(s -> new Near(s.name(), EditDistance.between(plain, s.name(), limit)))
        .filter(n -> n.distance() <= limit)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MAX_SUGGESTIONS)
        .forEach(n -> offer(found, n.name(), ""));
    List<String> words = new ArrayList<>(List.of(plain.split("_")));
    while (byWords && found.isEmpty() && words.size() > 1) {
      // With fewer and fewer words: the first ones name the subsystem.
      Search.words(tree, String.join(" ", words), MAX_SUGGESTIONS)
          .forEach(s -> offer(found, s.name(), ""));
      words.remove(words.size() - 1);
    }
    return found.values().stream().limit(MAX_SUGGESTIONS).toList();
  }

  private void offer(Map<String, Suggestion> found, String name, String reason) {
    tree.symbol(name)
        .filter(s -> !s.definitions.isEmpty())
        .ifPresent(
            s -> {
              String words = reason.isEmpty() ? s.prompt().orElse("") : reason;
              found.putIfAbsent(name, new Suggestion(name, words));
            });
  }

  /** What became of a name that other kernel versions have. */
  Optional<Reason> history(String name) {
    for (Map.Entry<String, String> rename : history()) {
      if (rename.getKey().equals(name) && !rename.getValue().equals("-")) {
        return Optional.of(Reason.of("its name was changed to " + rename.getValue()));
      }
      if (rename.getKey().equals(name)) {
        return Optional.of(Reason.of("it was removed between Linux 6.1 and 6.12"));
      }
      if (rename.getValue().equals(name)) {
        return Optional.of(Reason.of("in this kernel its name is " + rename.getKey()));
      }
    }
    return Optional.empty();
  }

  /** Lines of an old name and a new one, or {@code -}. */
  private static List<Map.Entry<String, String>> history() {
    List<Map.Entry<String, String>> history = new ArrayList<>();
    try (InputStream in = Names.class.getResourceAsStream(HISTORY);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] names = line.split(" ");
        if (names.length == 2 && !line.startsWith("#")) {
          history.add(Map.entry(names[0], names[1]));
        }
      }
      return history;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another architecture that defines the name, looked up in its files. */
  Optional<Reason> elsewhere(String name) {
    Path arch = tree.srctree().resolve("arch");
    String own = "arch/" + tree.environment().srcarch() + "/";
    try (Stream<Path> files = Files.walk(arch, 8)) {
      List<Path> kconfigs =
          files
              .filter(f -> f.getFileName().toString().startsWith("Kconfig"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      for (Path file : kconfigs) {
        String shown = tree.srctree().relativize(file).toString();
        Optional<Position> place =
            shown.startsWith(own) ? Optional.empty() : find(file, shown, name);
        if (place.isPresent()) {
          String other = shown.split("/")[1];
          return Optional.of(Reason.of("only the architecture " + other + " has it", place.get()));
        }
      }
    } catch (IOException e) {
      // Without the other architectures there is only less to say.
    }
    return Optional.empty();
  }

  private static Optional<Position> find(Path file, String shown, String name) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
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
