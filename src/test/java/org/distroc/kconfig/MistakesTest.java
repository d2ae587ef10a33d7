package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.distroc.kconfig.Explanation.Fix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real mistakes, each with its reason; every remedy is tried with the kernel's own program. The
 * table is about Linux 6.1, whose source {@code distroc.kernel.tree} names.
 */
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MistakesTest {
  private record Mistake(
      String base,
      List<Assignment> asked,
      String verdict,
      int depth,
      String reason,
      String remedy) {}

  private final Map<String, String> bases = new TreeMap<>();
  private KconfigTree tree;
  private ConfProgram conf;
  private List<Mistake> mistakes;

  @BeforeAll
  void load(@TempDir Path folder) throws IOException {
    String source = System.getProperty("distroc.kernel.tree", "");
    assertTrue(!source.isEmpty(), "this test needs the system property distroc.kernel.tree");
    Differential run = new Differential(Path.of(source), Differential.Arch.X86, folder);
    tree = run.tree;
    conf = run.conf;
    String version = tree.environment().variables().get("KERNELVERSION");
    assertTrue(version.startsWith("6.1."), "the table is about Linux 6.1, not " + version);
    try (InputStream in = MistakesTest.class.getResourceAsStream("/kconfig/mistakes.txt")) {
      assertNotNull(in);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      mistakes = text.lines().filter(l -> !l.startsWith("#")).map(MistakesTest::mistake).toList();
    }
    assertTrue(mistakes.size() >= 50, "only " + mistakes.size() + " mistakes");
    proveAll();
  }

  private final List<Explanation> explanations = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int proven;

  private static Mistake mistake(String line) {
    String[] parts = line.split(" \\| ");
    List<Assignment> asked = new ArrayList<>();
    String[] words = parts[0].split(" ");
    for (String word : List.of(words).subList(1, words.length)) {
      asked.add(new Assignment(word.split("=")[0], word.split("=", 2)[1]));
    }
    return new Mistake(words[0], asked, parts[1], Integer.parseInt(parts[2]), parts[3], parts[4]);
  }

  private void proveAll() {
    for (Mistake mistake : mistakes) {
      Explanation explanation = explain(mistake);
      explanations.add(explanation);
      for (Fix fix : explanation.fixes()) {
        proven++;
        if (!takesInConf(mistake, explanation.wanted(), fix)) {
          failures.add(mistake.asked + " with " + fix);
        }
      }
    }
  }

  private Explanation explain(Mistake mistake) {
    Configuration c = tree.resolve(new Base.Target(mistake.base), mistake.asked);
    return tree.explain(c, mistake.asked.get(0));
  }

  private boolean takesInConf(Mistake mistake, Assignment wanted, Fix fix) {
    Map<String, Assignment> all = new TreeMap<>();
    mistake.asked.forEach(a -> all.put(a.name(), a));
    fix.additions().forEach(a -> all.put(a.name(), a));
    String base = bases.computeIfAbsent(mistake.base, conf::target);
    String fragment =
        all.values().stream().map(a -> a.line(tree)).collect(Collectors.joining("\n"));
    String result = conf.olddefconfig(conf.mergeText(base, fragment + "\n"));
    String line = all.get(wanted.name()).line(tree);
    boolean absent =
        line.endsWith("is not set") && !result.contains("CONFIG_" + wanted.name() + "=");
    return absent || result.lines().anyMatch(line::equals);
  }

  @Test
  void everyMistakeHasItsReason() {
    for (int i = 0; i < mistakes.size(); i++) {
      Mistake mistake = mistakes.get(i);
      Explanation explanation = explanations.get(i);
      String name = mistake.asked.toString();
      assertEquals(mistake.verdict, explanation.verdict().name(), name);
      assertEquals(mistake.reason, explanation.reasons().get(0).text(), name);
      int depth = explanation.reasons().stream().mapToInt(Reason::depth).max().orElse(0);
      assertEquals(mistake.depth, depth, name);
      assertEquals(mistake.remedy, remedy(explanation), name);
    }
  }

  private static String remedy(Explanation explanation) {
    if (explanation.impossible()) {
      return "impossible";
    }
    if (!explanation.fixes().isEmpty()) {
      return "fix "
          + explanation.fixes().get(0).additions().stream()
              .map(Assignment::toString)
              .collect(Collectors.joining(", "));
    }
    return explanation.suggestions().isEmpty()
        ? "none"
        : "meant " + explanation.suggestions().get(0).name();
  }

  @Test
  void everyRemedyIsProvenByTheKernelsProgram() {
    assertTrue(proven >= 40, "only " + proven + " remedies");
    assertEquals(List.of(), failures);
  }

  @Test
  void theChainReadsLikeASentence() {
    Assignment wanted = new Assignment("SERIAL_8250_CONSOLE", "y");
    Configuration c = tree.resolve(new Base.Target("tinyconfig"), List.of(wanted));
    Explanation explanation = tree.explain(c).get(0);
    String chain = explanation.toDiagnostic(Optional.empty()).reasons().get(0);
    List<String> lines = chain.lines().map(l -> l.replaceAll(" {2,}\\S+:\\d+$", "")).toList();
    assertEquals(
        List.of(
            "depends on SERIAL_8250=y, which is n",
            "└ SERIAL_8250 is inside `if TTY`, which is n",
            "  └ TTY is n: tinyconfig says so"),
        lines);
    assertTrue(chain.contains("drivers/tty/serial/8250/Kconfig:"), chain);
    assertEquals(
        List.of("add `TTY: y` and `SERIAL_8250: y` (checked: then it takes)"),
        explanation.toDiagnostic(Optional.empty()).remedies());
  }
}
