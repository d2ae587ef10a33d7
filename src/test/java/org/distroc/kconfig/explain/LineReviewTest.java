package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.LineGroup.Kind;
import org.distroc.kconfig.explain.LineGroup.Proof;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReviewTest {
  private static final String KCONFIG =
      """
      config MODULES
      \tbool "modules"
      \tmodules
      config NET
      \tbool "Net"
      config INET
      \ttristate "Inet"
      \tdepends on NET
      config FILTER
      \tbool "Filter"
      \tdepends on INET
      config COMPILER
      \tdef_bool n
      config MODERN
      \tbool "Modern"
      \tdepends on COMPILER
      config CHOSEN
      \ttristate "Chosen"
      config CHOOSER
      \tbool "Chooser"
      \tselect CHOSEN
      config NAME
      \tstring "Name"
      \tdepends on NET
      config PAPER
      \tbool "Paper"
      \tdepends on BLACK
      config BLACK
      \tbool "Black"
      \tdepends on !WHITE
      config WHITE
      \tbool "White"
      """;

  @TempDir Path folder;

  private KconfigTree tree() {
    return new SmallTree(folder).file("Kconfig", KCONFIG).load();
  }

  private LineReview.Result review(String config) {
    Configuration given = SmallTree.resolve(tree(), config);
    return LineReview.ofBase(given, SettingLine.of("test.config", config));
  }

  private static List<String> names(LineGroup group) {
    return group.lines().stream().map(SettingLine::name).toList();
  }

  @Test
  void linesAreGroupedByWhatTheyAllNeed() {
    String config = "CONFIG_INET=y\nCONFIG_FILTER=y\nCONFIG_NAME=\"a\"\nCONFIG_WHITE=y\n";
    LineReview.Result result = review(config);
    assertEquals(1, result.groups().size());
    LineGroup group = result.groups().get(0);
    assertEquals(List.of("INET", "FILTER", "NAME"), names(group));
    assertEquals(List.of(new Assignment("NET", "y")), group.needs());
    assertEquals(Proof.ALONE, group.proof());
  }

  @Test
  void aRemedyThatWouldCostAnotherLineIsNotCalledProven() {
    LineReview.Result result = review("CONFIG_WHITE=y\nCONFIG_PAPER=y\n");
    LineGroup group = result.groups().get(0);
    assertEquals(List.of("PAPER"), names(group));
    // It takes WHITE: n, which the file says otherwise; the remedy names it.
    assertTrue(group.needs().contains(new Assignment("WHITE", "n")), group.toString());
  }

  @Test
  void lostLinesStandBeforeChangedOnesAndFactsAreCounted() {
    String config =
        "CONFIG_MODULES=y\nCONFIG_CHOSEN=m\nCONFIG_CHOOSER=y\nCONFIG_COMPILER=y\n"
            + "CONFIG_MODERN=y\nCONFIG_NO_SUCH=y\n# CONFIG_GONE is not set\n";
    LineReview.Result result = review(config);
    assertEquals(
        List.of(Kind.LOST, Kind.UNKNOWN, Kind.CHANGED),
        result.groups().stream().map(LineGroup::kind).toList());
    assertEquals(1, result.facts(), "COMPILER");
    assertEquals(List.of("MODERN"), names(result.groups().get(0)));
    assertTrue(result.groups().get(0).first().impossible());
    assertEquals(List.of("CHOSEN"), names(result.groups().get(2)));
  }

  @Test
  void aFragmentAlsoAnswersForOptionsThatNobodyCanSet() {
    String config = "CONFIG_COMPILER=y\n# CONFIG_GONE is not set\n";
    Configuration given = SmallTree.resolve(tree(), config);
    LineReview.Result result = LineReview.ofFragment(given, SettingLine.of("test.config", config));
    assertEquals(
        List.of(Kind.LOST, Kind.UNKNOWN_OFF),
        result.groups().stream().map(LineGroup::kind).toList());
  }

  @Test
  void nothingIsSaidAboutLinesThatTakeEffect() {
    LineReview.Result result =
        review("CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_NAME=\"a b\"\n# CONFIG_FILTER is not set\n");
    assertEquals(List.of(), result.groups());
    assertEquals(0, result.facts());
  }

  @Test
  void theFindingHasTheLineTheChainAndTheRemedy() {
    Configuration given = SmallTree.resolve(tree(), "\nCONFIG_INET=y\nCONFIG_FILTER=y\n");
    List<SettingLine> lines = SettingLine.of("a.config", "\nCONFIG_INET=y\nCONFIG_FILTER=y\n");
    List<Diagnostic> findings =
        LineFindings.of(LineReview.ofBase(given, lines), settings -> "set " + settings.get(0));
    String text = new TextRenderer(false).render(findings);
    assertEquals(1, findings.size(), text);
    assertTrue(
        text.startsWith("warning[D2070]: 2 options need `NET: y`\n  --> a.config:2:1"), text);
    assertTrue(text.contains("depends on NET, which is n"), text);
    assertTrue(text.contains("the other is FILTER (line 3)"), text);
    assertTrue(text.contains("help: set NET: y (verified)"), text);
  }

  @Test
  void thousandsOfLinesAreExplainedInAFewComputations() {
    String kconfig =
        KCONFIG
            + IntStream.range(0, 4000)
                .mapToObj(
                    i -> "config OPTION" + i + "\n\tbool \"option\"\n\tdepends on NET && CHOSEN\n")
                .collect(Collectors.joining());
    String config =
        IntStream.range(0, 4000)
            .mapToObj(i -> "CONFIG_OPTION" + i + "=y\n")
            .collect(Collectors.joining());
    KconfigTree tree = new SmallTree(folder).file("Kconfig", kconfig).load();
    Configuration given = SmallTree.resolve(tree, config);
    LineReview.Result result = LineReview.ofBase(given, SettingLine.of("test.config", config));
    assertEquals(1, result.groups().size());
    assertEquals(4000, result.groups().get(0).lines().size());
    assertEquals(Proof.ALONE, result.groups().get(0).proof());
  }
}
