package org.distroc.kconfig.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, as {@code conf --olddefconfig} computes them; each expectation was seen there. */
class EvaluationTest {
  private static final String MODULES = "config MODULES\n\tbool \"modules\"\n\tmodules\n";

  @TempDir Path folder;

  private KconfigTree load(String kconfig) {
    return new SmallTree(folder).file("Kconfig", kconfig).load();
  }

  private static String value(KconfigTree tree, String config, String name) {
    return SmallTree.resolve(tree, config).value(name).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"y,y,y", "y,m,m", "m,y,m", "m,m,m", "n,y,n", "y,n,n"})
  void aDependencyLimitsWhatIsSet(String dependency, String wanted, String value) {
    KconfigTree tree =
        load(
            MODULES
                + "config D\n\ttristate \"d\"\n"
                + "config A\n\ttristate \"a\"\n\tdepends on D\n");
    String config = "CONFIG_MODULES=y\nCONFIG_D=" + dependency + "\nCONFIG_A=" + wanted + "\n";
    assertEquals(value, value(tree, config, "A"));
  }

  @Test
  void withoutModulesATristateIsABool() {
    KconfigTree tree = load(MODULES + "config A\n\ttristate \"a\"\n\tdefault m\n");
    assertEquals("y", value(tree, "# CONFIG_MODULES is not set\n", "A"));
    assertEquals("m", value(tree, "CONFIG_MODULES=y\n", "A"));
    assertEquals("y", value(tree, "CONFIG_A=m\n", "A"));
  }

  @Test
  void selectIgnoresDependenciesAndImplyDoesNot() {
    String kconfig =
        "config A\n\tbool \"a\"\n\t%s B\nconfig B\n\tbool \"b\"\n\tdepends on NO\n"
            + "config NO\n\tbool \"no\"\n";
    assertEquals("y", value(load(kconfig.formatted("select")), "CONFIG_A=y\n", "B"));
    assertEquals("n", value(load(kconfig.formatted("imply")), "CONFIG_A=y\n", "B"));
    assertEquals("y", value(load(kconfig.formatted("imply")), "CONFIG_A=y\nCONFIG_NO=y\n", "B"));
    assertEquals(
        "n", value(load(kconfig.formatted("imply")), "CONFIG_A=y\nCONFIG_NO=y\nCONFIG_B=n\n", "B"));
  }

  @ParameterizedTest
  @CsvSource({"5,10", "10,10", "15,15", "20,20", "21,20"})
  void aNumberIsBroughtIntoItsRange(String wanted, String value) {
    KconfigTree tree = load("config A\n\tint \"a\"\n\trange 10 20\n\tdefault 12\n");
    assertEquals(value, value(tree, "CONFIG_A=" + wanted + "\n", "A"));
    KconfigTree old =
        new SmallTree(folder)
            .old()
            .file("Kconfig", "config A\n\tint \"a\"\n\trange 10 20\n\tdefault 12\n")
            .load();
    boolean inside = wanted.equals(value);
    assertEquals(inside ? value : "12", value(old, "CONFIG_A=" + wanted + "\n", "A"));
  }

  @ParameterizedTest
  @CsvSource({
    "'A=1','0x1',n",
    "'H=0x1F','0x1f',y",
    "'A<3','2',y",
    "'A<3','10',n",
    "'A>=010','8',y"
  })
  void comparisonsAreOfNumbersWhereBothLookLikeOne(String expr, String value, String result) {
    KconfigTree tree =
        load(
            "config A\n\tint \"a\"\nconfig H\n\thex \"h\"\nconfig R\n\tdef_bool "
                + expr.replace("H=0x1F", "H=0x1F")
                + "\n");
    assertEquals(result, value(tree, "CONFIG_A=" + value + "\nCONFIG_H=" + value + "\n", "R"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChoiceHasOneMember(boolean old) {
    SmallTree small = new SmallTree(folder);
    KconfigTree tree =
        (old ? small.old() : small)
            .file(
                "Kconfig",
                """
                choice
                \tprompt "c"
                \tdefault B
                config A
                \tbool "a"
                config B
                \tbool "b"
                config C
                \tbool "c"
                endchoice
                """)
            .load();
    List<String> b = List.of("# CONFIG_A is not set", "CONFIG_B=y", "# CONFIG_C is not set");
    List<String> c = List.of("# CONFIG_A is not set", "# CONFIG_B is not set", "CONFIG_C=y");
    assertEquals(b, SmallTree.lines(tree, ""));
    assertEquals(c, SmallTree.lines(tree, "CONFIG_C=y\n"));
    assertEquals(c, SmallTree.lines(tree, "CONFIG_A=y\nCONFIG_C=y\n"), "the last one counts");
    List<String> withoutDefault =
        old ? b : List.of("CONFIG_A=y", "# CONFIG_B is not set", "# CONFIG_C is not set");
    assertEquals(withoutDefault, SmallTree.lines(tree, "# CONFIG_B is not set\n"));
  }

  @Test
  void textsKeepQuotesAndBackslashes() {
    KconfigTree tree = load("config S\n\tstring \"s\"\n");
    String line = "CONFIG_S=\"a \\\"b\\\" \\\\ # $(x) é\"";
    assertEquals(List.of(line), SmallTree.lines(tree, line + "\n"));
    assertEquals("a \"b\" \\ # $(x) é", value(tree, line, "S"));
    Configuration asked =
        tree.resolve(new BaseConfig.Text("b", ""), List.of(new Assignment("S", "q\"\\é")));
    assertEquals("q\"\\é", asked.value("S").orElseThrow());
  }

  @Test
  void aValueCannotInjectALine() {
    KconfigTree tree = load("config A\n\tbool \"a\"\nconfig S\n\tstring \"s\"\n");
    Assignment smuggler = new Assignment("S", "x\"\nCONFIG_A=y\nCONFIG_S=\"x");
    Configuration resolved =
        tree.resolve(
            new BaseConfig.Text("b", ""), List.of(smuggler, new Assignment("A=y\nCONFIG_A", "y")));
    assertEquals("n", resolved.value("A").orElseThrow());
    assertEquals("", resolved.value("S").orElseThrow());
    OptionExplanation explanation = tree.explain(resolved, smuggler);
    assertEquals(OptionExplanation.Verdict.WRONG_TYPE, explanation.verdict());
  }

  @Test
  void ignoredLinesAreWarnedAbout() {
    KconfigTree tree = load("config A\n\tbool \"a\"\nconfig S\n\tstring \"s\"\n");
    String config = "CONFIG_A=x\nhello\nCONFIG_S=\"open\n# CONFIG_A is not set\nCONFIG_A=y\n";
    Configuration resolved = SmallTree.resolve(tree, config);
    assertEquals(4, resolved.warnings().size(), resolved.warnings().toString());
    assertEquals("test.config:3:1", resolved.warnings().get(2).at().orElseThrow().place());
    assertEquals("y", resolved.value("A").orElseThrow());
  }

  @Test
  void menusAndCommentsFrameTheFile() {
    KconfigTree tree =
        load(
            """
            mainmenu "Title"
            menu "M"
            config A
            \tbool "a"
            endmenu
            comment "hidden"
            \tdepends on A
            config B
            \tbool "b"
            """);
    assertEquals(
        """
        #
        # Automatically generated file; DO NOT EDIT.
        # Title
        #

        #
        # M
        #
        # CONFIG_A is not set
        # end of M

        CONFIG_B=y
        """,
        SmallTree.resolve(tree, "CONFIG_B=y\n").text());
  }

  @Test
  void theMinimalFormKeepsWhatDiffersFromDefaults() {
    KconfigTree tree =
        load(
            "config A\n\tbool \"a\"\n\tdefault y\nconfig B\n\tbool \"b\"\nconfig I\n\tint \"i\"\n"
                + "\tdefault 3\n");
    Configuration resolved =
        SmallTree.resolve(tree, "CONFIG_B=y\nCONFIG_I=3\n# CONFIG_A is not set\n");
    assertEquals("# CONFIG_A is not set\nCONFIG_B=y\n", new String(resolved.writeMinimal()));
  }

  @Test
  void targetsOfTheMakefile() {
    KconfigTree tree =
        new SmallTree(folder)
            .file(
                "Kconfig",
                MODULES + "config A\n\ttristate \"a\"\n\tdefault y\nconfig B\n\tbool \"b\"\n")
            .file("kernel/configs/tiny-base.config", "CONFIG_B=y\n")
            .file("kernel/configs/tiny.config", "CONFIG_A=y\n")
            .file("arch/toy/configs/toy_defconfig", "CONFIG_MODULES=y\nCONFIG_A=m\n")
            .load();
    assertEquals("nnn", values(tree, "allnoconfig"));
    assertEquals("yyy", values(tree, "allyesconfig"));
    assertEquals("ymy", values(tree, "allmodconfig"));
    assertEquals("nyn", values(tree, "alldefconfig"));
    assertEquals("nyy", values(tree, "tinyconfig"));
    assertEquals("ymn", values(tree, "toy_defconfig"));
  }

  private static String values(KconfigTree tree, String target) {
    Configuration c = tree.resolve(new BaseConfig.Target(target), List.of());
    assertTrue(c.text().startsWith("#\n# Automatically"));
    return c.value("MODULES").get() + c.value("A").get() + c.value("B").get();
  }
}
