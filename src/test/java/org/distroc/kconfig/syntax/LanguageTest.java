package org.distroc.kconfig.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kconfig.ConfProgram;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clause by clause what {@code kconfig-language.rst} and {@code kconfig-macro-language.rst} of the
 * kernel say, and what they leave open: a table of small Kconfig files, each with the {@code
 * .config} that Linux 6.1 and 6.12 make of it, or that they refuse it. One test holds us to the
 * table; the other holds the table to the kernels' own programs. With {@code -Ddistroc.update=true}
 * the table is regenerated from the output of those programs.
 */
class LanguageTest {
  private static final Path TABLE = Path.of("src/test/resources/kconfig/language.txt");
  private static final List<String> VERSIONS = List.of("6.1", "6.12");
  private static final String REFUSED = "refused\n";
  private static final Map<String, String> VARIABLES = Map.of("ARCH", "x86", "SRCARCH", "x86");

  /** A clause; {@code sections} by their headings, such as {@code .config} and {@code 6.1}. */
  private record Clause(String title, String kconfig, Map<String, String> sections) {
    static Clause of(String text) {
      String[] parts = text.split("(?m)^--- ");
      String[] head = parts[0].split("\n", 2);
      Map<String, String> sections = new TreeMap<>();
      for (String part : List.of(parts).subList(1, parts.length)) {
        String[] section = part.split("\n", 2);
        sections.put(section[0], section[1]);
      }
      return new Clause(head[0], head[1], sections);
    }

    /** The result of a version; if both agree, there is one section for both. */
    String expected(String version) {
      return sections.getOrDefault(version, sections.getOrDefault("gives", "no section"));
    }

    String with(List<String> results) {
      Map<String, String> given = new TreeMap<>(sections);
      given.keySet().removeIf(k -> k.equals("gives") || VERSIONS.contains(k));
      StringBuilder text = new StringBuilder("=== " + title + "\n" + kconfig);
      given.forEach((heading, body) -> text.append("--- ").append(heading + "\n" + body));
      boolean same = results.get(0).equals(results.get(1));
      for (int i = 0; i < (same ? 1 : 2); i++) {
        text.append("--- ").append((same ? "gives" : VERSIONS.get(i)) + "\n" + results.get(i));
      }
      return text.toString();
    }

    SmallTree write(Path folder) {
      SmallTree tree = new SmallTree(folder).file("Kconfig", kconfig);
      sections.forEach(
          (heading, body) -> {
            if (heading.startsWith("file ")) {
              tree.file(heading.substring("file ".length()), body);
            }
          });
      return tree;
    }
  }

  @TempDir Path folder;

  private static List<Clause> clauses() throws IOException {
    String[] all = Files.readString(TABLE).split("(?m)^=== ");
    return List.of(all).stream().filter(c -> !c.isBlank()).map(Clause::of).toList();
  }

  @Test
  void theParserMatchesTheTable() throws IOException {
    List<Clause> clauses = clauses();
    assertTrue(clauses.size() >= 80, "only " + clauses.size() + " clauses");
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < clauses.size(); i++) {
      Clause clause = clauses.get(i);
      for (String version : VERSIONS) {
        Path own = Files.createDirectories(folder.resolve(version).resolve(String.valueOf(i)));
        SmallTree tree = clause.write(own);
        String ours = ours(version.equals("6.1") ? tree.old() : tree, clause);
        if (!ours.equals(clause.expected(version))) {
          differences.add("\n" + version + " " + clause.title + "\n" + ours);
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  private String ours(SmallTree tree, Clause clause) {
    try (ProcessShellRunner shell = new ProcessShellRunner(Host.ofProcess(), folder, folder)) {
      KconfigTree loaded = tree.load(shell, VARIABLES);
      String config = clause.sections.getOrDefault(".config", "");
      byte[] written = loaded.resolve(new BaseConfig.Text(".config", config), List.of()).write();
      return body(new String(written, StandardCharsets.UTF_8));
    } catch (Failure refused) {
      return REFUSED;
    }
  }

  /** Needs {@code distroc.kernel.trees}: those of 6.1 and 6.12, separated by a colon. */
  @Tag("kernel")
  @Test
  void theTableMatchesTheKernelsPrograms() throws IOException {
    String[] trees = System.getProperty("distroc.kernel.trees", "").split(":");
    assertEquals(2, trees.length, "this test needs the system property distroc.kernel.trees");
    List<Clause> clauses = clauses();
    List<List<String>> results = new ArrayList<>();
    for (String tree : trees) {
      Path own = Files.createDirectories(folder.resolve(String.valueOf(results.size())));
      ConfProgram program = ConfProgram.build(Path.of(tree), own, VARIABLES);
      List<String> said = new ArrayList<>();
      for (Clause clause : clauses) {
        Path kconfig = Files.createDirectories(own.resolve("clause-" + said.size()));
        clause.write(kconfig);
        String given = clause.sections.getOrDefault(".config", "");
        Optional<String> config = program.of(kconfig).attempt(given, "--olddefconfig");
        said.add(config.map(LanguageTest::body).orElse(REFUSED));
      }
      results.add(said);
    }
    List<String> rewritten = new ArrayList<>();
    for (int i = 0; i < clauses.size(); i++) {
      rewritten.add(clauses.get(i).with(List.of(results.get(0).get(i), results.get(1).get(i))));
    }
    String table = rewritten.stream().collect(Collectors.joining());
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(TABLE, table);
    }
    assertEquals(Files.readString(TABLE), table);
  }

  /** A {@code .config} without its head. */
  private static String body(String config) {
    return config.lines().skip(4).map(l -> l + "\n").collect(Collectors.joining());
  }
}
