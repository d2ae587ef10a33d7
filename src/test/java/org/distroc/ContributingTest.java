package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What CONTRIBUTING.md says about the packages is what {@link PackageEdgesTest} allows. {@code
 * -Ddistroc.update=true} writes the table; the drawing of the layers is edited by hand.
 */
class ContributingTest {
  private static final Path PAGE = Path.of("CONTRIBUTING.md");
  private static final Map<String, Set<String>> ALLOWED = PackageEdgesTest.ALLOWED;

  @Test
  void theTableIsThatOfPackageEdgesTest() throws IOException {
    String page = Files.readString(PAGE);
    Matcher marked =
        Pattern.compile("(?s)(<!-- edges: .*? -->\n).*?(<!-- end of edges -->)").matcher(page);
    assertTrue(marked.find(), "the marks of the table");
    String updated = page.substring(0, marked.end(1)) + table() + page.substring(marked.start(2));
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(PAGE, updated);
    }
    assertEquals(updated, Files.readString(PAGE));
  }

  @Test
  void eachPackageUsesLowerLayersOnly() throws IOException {
    assertEquals(List.of(), wrong(layers(Files.readString(PAGE))));
  }

  @Test
  void everyPackageIsInTheLayers() throws IOException {
    Set<String> top = new TreeSet<>();
    ALLOWED.keySet().forEach(name -> top.add(outermost(name)));
    assertEquals(top, new TreeSet<>(layers(Files.readString(PAGE)).keySet()));
  }

  @Test
  void aWrongLayerIsSeen() throws IOException {
    Map<String, Integer> layers = layers(Files.readString(PAGE));
    layers.put("diag", -1);
    assertTrue(wrong(layers).contains("host uses diag"), wrong(layers).toString());
  }

  /** Every path of a package or class in the table of where things go exists. */
  @Test
  void whereThingsGoExists() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## Where things go"), page.indexOf("## Rules"));
    List<String> missing = new ArrayList<>();
    Matcher path = Pattern.compile("`([a-z]+(?:/[a-z0-9]+)*/(?:[A-Z]\\w+)?)`").matcher(section);
    int seen = 0;
    while (path.find()) {
      seen++;
      String name = path.group(1);
      if (Stream.of("src/main/java/org/distroc/" + name, name)
          .noneMatch(p -> Files.exists(Path.of(p)) || Files.exists(Path.of(p + ".java")))) {
        missing.add(name);
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(seen > 10, section);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("\n| package | may use | and these libraries |\n");
    table.append("|---|---|---|\n");
    ALLOWED.forEach(
        (name, allowed) -> {
          List<String> libraries =
              allowed.stream().filter(n -> !ALLOWED.containsKey(n)).sorted().toList();
          table.append("| `").append(name).append("` | ").append(words(grouped(allowed)));
          table.append(" | ").append(words(libraries)).append(" |\n");
        });
    return table.append('\n').toString().replace("|  |", "| |");
  }

  /** Packages of ours in the order of the table; all of one family become {@code family.*}. */
  private static List<String> grouped(Set<String> allowed) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : ALLOWED.keySet()) {
      List<String> family =
          ALLOWED.keySet().stream().filter(n -> outermost(n).equals(outermost(name))).toList();
      if (family.size() > 1 && allowed.containsAll(family)) {
        names.add(outermost(name) + ".*");
      } else if (allowed.contains(name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private static String words(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(" "));
  }

  private static List<String> wrong(Map<String, Integer> layers) {
    List<String> wrong = new ArrayList<>();
    ALLOWED.forEach(
        (from, allowed) ->
            allowed.stream()
                .filter(ALLOWED::containsKey)
                .map(ContributingTest::outermost)
                .distinct()
                .filter(to -> !to.equals(outermost(from)))
                .filter(to -> layers.get(to) <= layers.get(outermost(from)))
                .forEach(to -> wrong.add(from + " uses " + to)));
    return wrong;
  }

  /** The line of each package in the drawing, counted from the top. */
  private static Map<String, Integer> layers(String page) {
    Matcher drawing =
        Pattern.compile("(?s)<!-- layers: .*? -->\n(.*?)<!-- end of layers -->").matcher(page);
    assertTrue(drawing.find(), "the marks of the drawing");
    Map<String, Integer> layers = new LinkedHashMap<>();
    List<String> lines = drawing.group(1).lines().filter(l -> l.startsWith("    ")).toList();
    for (int i = 0; i < lines.size(); i++) {
      for (String name : lines.get(i).substring(4, 44).strip().split("\\s+")) {
        layers.put(name, i);
      }
    }
    return layers;
  }

  private static String outermost(String name) {
    return name.replaceFirst("\\..*", "");
  }
}
