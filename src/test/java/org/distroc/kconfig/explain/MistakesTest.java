package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.distroc.kconfig.ConfProgram;
import org.distroc.kconfig.Differential;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real mistakes, each with its reason; every remedy is tried with the kernel's own program. There
 * is a table for Linux 6.1 and one for 6.12, whose sources {@code distroc.kernel.trees} names in
 * that order. {@code -Ddistroc.update=true} regenerates the expected messages.
 */
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MistakesTest {
  private static final Path TABLES = Path.of("src/test/resources/kconfig");

  /** The first of {@code asked} is the mistake. */
  private record Mistake(String words, String base, List<Assignment> asked) {}

  /** One version, loaded once for all tests. */
  private record Kernel(KconfigTree tree, ConfProgram conf, Map<String, String> bases) {}

  private final Map<String, Kernel> kernels = new HashMap<>();

  @BeforeAll
  void load(@TempDir Path folder) throws IOException {
    for (String source : System.getProperty("distroc.kernel.trees", "").split(":")) {
      Path own = Files.createDirectories(folder.resolve(String.valueOf(kernels.size())));
      Differential run = new Differential(Path.of(source), Differential.Arch.X86, own);
      String[] version = run.tree.model().variables().get("KERNELVERSION").split("\\.");
      Kernel kernel = new Kernel(run.tree, run.conf, new TreeMap<>());
      kernels.put(version[0] + "." + version[1], kernel);
    }
  }

  @ParameterizedTest(name = "Linux {0}")
  @CsvSource({"6.1, 80", "6.12, 30"})
  void everyMistakeHasItsReasonAndItsRemediesHelp(String version, int atLeast) throws IOException {
    Kernel kernel = kernels.get(version);
    assertNotNull(kernel, "this test needs Linux " + version + " in distroc.kernel.trees");
    Path table = TABLES.resolve("mistakes-" + version + ".txt");
    List<String> lines = Files.readAllLines(table);
    List<String> said = new ArrayList<>();
    List<String> unproven = new ArrayList<>();
    int mistakes = 0;
    for (String line : lines) {
      if (line.startsWith("#")) {
        said.add(line);
        continue;
      }
      mistakes++;
      Mistake mistake = mistake(line);
      Configuration c = kernel.tree.resolve(new BaseConfig.Target(mistake.base), mistake.asked);
      OptionExplanation explanation = kernel.tree.explain(c, mistake.asked.get(0));
      assertTrue(!explanation.takes(), () -> "no mistake: " + line);
      said.add(mistake.words + " | " + summary(explanation));
      for (Fix fix : explanation.fixes()) {
        if (!takesInConf(kernel, mistake, explanation.wanted(), fix)) {
          unproven.add(mistake.asked + " with " + fix);
        }
      }
    }
    if (Boolean.getBoolean("distroc.update")) {
      Files.write(table, said);
    }
    assertTrue(mistakes >= atLeast, "only " + mistakes + " mistakes");
    assertEquals(String.join("\n", Files.readAllLines(table)), String.join("\n", said));
    assertEquals(List.of(), unproven);
  }

  private static Mistake mistake(String line) {
    String[] parts = line.split(" \\| ", 2);
    List<Assignment> asked = new ArrayList<>();
    String[] words = parts[0].split(" ");
    for (String word : List.of(words).subList(1, words.length)) {
      asked.add(new Assignment(word.split("=")[0], word.split("=", 2)[1]));
    }
    return new Mistake(parts[0], words[0], asked);
  }

  /** Verdict, links of the longest chain, first reason, and what helps most. */
  private static String summary(OptionExplanation explanation) {
    int depth = explanation.reasons().stream().mapToInt(ChainLink::depth).max().orElse(0);
    return String.join(
        " | ",
        explanation.verdict().name(),
        String.valueOf(depth),
        explanation.reasons().get(0).text(),
        remedy(explanation));
  }

  private static String remedy(OptionExplanation explanation) {
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

  private static String line(Kernel kernel, Assignment assignment) {
    return assignment.line(kernel.tree.symbol(assignment.name()).orElseThrow().type());
  }

  private static boolean takesInConf(Kernel kernel, Mistake mistake, Assignment wanted, Fix fix) {
    Map<String, Assignment> all = new TreeMap<>();
    mistake.asked.forEach(a -> all.put(a.name(), a));
    fix.additions().forEach(a -> all.put(a.name(), a));
    String base = kernel.bases.computeIfAbsent(mistake.base, kernel.conf::target);
    String fragment =
        all.values().stream().map(a -> line(kernel, a)).collect(Collectors.joining("\n"));
    String result = kernel.conf.olddefconfig(base + fragment + "\n");
    String line = line(kernel, all.get(wanted.name()));
    boolean absent =
        line.endsWith("is not set") && !result.contains("CONFIG_" + wanted.name() + "=");
    return absent || result.lines().anyMatch(line::equals);
  }

  @Test
  void theChainReadsLikeASentence() {
    KconfigTree tree = kernels.get("6.1").tree;
    Assignment wanted = new Assignment("SERIAL_8250_CONSOLE", "y");
    Configuration c = tree.resolve(new BaseConfig.Target("tinyconfig"), List.of(wanted));
    OptionExplanation explanation = tree.explain(c).get(0);
    String chain = explanation.toDiagnostic(Optional.empty()).reasons().get(0);
    List<String> lines = chain.lines().map(l -> l.replaceAll(" {2,}\\S+:\\d+$", "")).toList();
    assertEquals(
        List.of(
            "depends on SERIAL_8250=y, which is n",
            "└ SERIAL_8250 is inside `if TTY`, which is n",
            "  └ TTY is n: set by tinyconfig"),
        lines);
    assertTrue(chain.contains("drivers/tty/serial/8250/Kconfig:"), chain);
    assertEquals(
        List.of("add `TTY: y` and `SERIAL_8250: y` (verified)"),
        explanation.toDiagnostic(Optional.empty()).remedies());
  }
}
