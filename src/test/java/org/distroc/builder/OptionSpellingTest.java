package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.builder.config.ConfigChecks;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.diag.Code;
import org.distroc.diag.Span;
import org.distroc.expand.Expander;
import org.distroc.kconfig.ConfProgram;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A value gets from the recipe into a {@code .config} in two ways: through {@code kernel.fragment}
 * and the kernel's {@code conf}, and through distroc's computed configuration. Both must spell it
 * alike.
 */
class OptionSpellingTest {
  private static final Path TABLE = Path.of("src/test/resources/kconfig/spellings.txt");
  private static final String MODULES =
      "config MODULES\n\tbool \"modules\"\n\tdefault y\n\tmodules\n";

  /** A row of the table. */
  record Row(SymbolType type, String value, String line, String becomes) {
    static Row of(String text) {
      String[] cells = text.split(" \\| ?", -1);
      return new Row(
          SymbolType.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1], cells[2], cells[3]);
    }

    String kconfig() {
      String fallback =
          type == SymbolType.INT
              ? "\tdefault 5\n"
              : type == SymbolType.HEX ? "\tdefault 0x5\n" : "";
      return MODULES + "config X\n\t" + type.word() + " \"x\"\n" + fallback;
    }
  }

  @TempDir Path folder;

  static List<Row> rows() throws IOException {
    List<Row> rows =
        Files.readAllLines(TABLE).stream().filter(l -> !l.startsWith("# ")).map(Row::of).toList();
    assertTrue(rows.size() >= 35, "only " + rows.size());
    return rows;
  }

  private KconfigTree tree(String kconfig) throws IOException {
    Files.writeString(folder.resolve("Kconfig"), kconfig);
    return KconfigTree.load(
        folder, new KconfigEnvironment(Map.of(), (command, v) -> "", new ShellResultCache()));
  }

  private BuildPlan plan(Row row) throws IOException {
    BuildPlan plain = Plans.of(folder, Plans.recipe("", ""));
    KernelPlan.Option option =
        new KernelPlan.Option("X", row.value, row.type, new Span("recipe.yaml", 1, 1, 0, ""));
    KernelPlan kernel =
        new KernelPlan(
            plain.kernel().tree(),
            plain.kernel().base(),
            Optional.empty(),
            List.of(option),
            List.of());
    return new BuildPlan(
        plain.name(),
        plain.version(),
        plain.description(),
        plain.architecture(),
        kernel,
        plain.root(),
        plain.init(),
        plain.image(),
        plain.machine(),
        plain.tests(),
        plain.locations(),
        plain.recipe());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void bothPathsSpellAValueTheSame(Row row) throws IOException {
    BuildPlan plan = plan(row);
    String fragment =
        new String(Expander.expand(plan).files().get("kernel.fragment"), StandardCharsets.UTF_8);
    assertEquals(row.line, fragment.lines().reduce((a, b) -> b).orElseThrow());

    KconfigTree tree = tree(row.kconfig());
    BaseConfig base = new BaseConfig.Text(".config", "");
    Assignment wanted = new Assignment("X", row.value);
    Configuration computed = tree.resolve(base, List.of(wanted));
    assertEquals(row.becomes, computed.value("X").orElseThrow());
    assertEquals(tree.resolve(base, fragment).text(), computed.text());

    boolean takes = new OptionExplainer(computed).explain(wanted).takes();
    assertEquals(row.type.accepts(row.value), takes, "explained");
    Path written = Files.write(folder.resolve("kernel.config"), computed.write());
    boolean differs =
        ConfigChecks.check(plan, ResolvedConfig.read(written)).stream()
            .anyMatch(d -> d.code() == Code.D2050);
    assertEquals(takes, !differs, "compared");
  }

  /** Needs {@code distroc.kernel.trees}: kernel sources separated by a colon. */
  @Tag("kernel")
  @Test
  void confReadsTheLinesTheSame() throws IOException {
    List<String> differences = new ArrayList<>();
    for (String source : System.getProperty("distroc.kernel.trees", "/missing").split(":")) {
      Map<String, String> variables = Map.of("ARCH", "x86", "SRCARCH", "x86");
      ConfProgram conf = ConfProgram.build(Path.of(source), folder, variables);
      for (Row row : rows()) {
        Files.writeString(folder.resolve("Kconfig"), row.kconfig());
        String config = conf.of(folder).attempt(row.line + "\n", "--olddefconfig").orElseThrow();
        String value =
            config
                .lines()
                .flatMap(line -> ConfigLine.parse(line).stream())
                .filter(line -> line.name().equals("X"))
                .map(ConfigLine::value)
                .findFirst()
                .orElseThrow();
        if (!value.equals(row.becomes)) {
          differences.add(source + ": " + row + " gives " + value);
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\nCONFIG_Y=y", "x\rCONFIG_Y=y", "x\0"})
  void aValueCannotAddALine(String value) {
    for (SymbolType type : SymbolType.values()) {
      assertThrows(
          IllegalArgumentException.class, () -> new Assignment("X", value).line(type), type.word());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Assignment("X=y\nCONFIG_Y", "y").line(SymbolType.BOOL));
  }

  /** The kernel ignores an option that it does not have, whatever its line says. */
  @ParameterizedTest
  @ValueSource(strings = {"y", "m", "7", "-7", "0x1f"})
  void anUnknownOptionIsSpelledAsItLooks(String value) {
    assertEquals("CONFIG_X=" + value, new Assignment("X", value).line(SymbolType.UNKNOWN));
    assertEquals(
        "CONFIG_X=\"some text\"", new Assignment("X", "some text").line(SymbolType.UNKNOWN));
    assertEquals("# CONFIG_X is not set", new Assignment("X", "n").line(SymbolType.UNKNOWN));
  }
}
