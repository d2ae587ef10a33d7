package org.distroc.kconfig.syntax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.shell.ShellRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The macro language, as Documentation/kbuild/kconfig-macro-language.rst describes it. */
class MacrosTest {
  @TempDir Path folder;

  /** The default of an option S whose text is a macro. */
  private String expand(String definitions, String text) {
    KconfigTree tree = load(definitions + "config S\n\tstring\n\tdefault \"" + text + "\"\n");
    return SmallTree.resolve(tree, "").value("S").orElseThrow();
  }

  private KconfigTree load(String kconfig) {
    return new SmallTree(folder).file("Kconfig", kconfig).load();
  }

  private Code fails(String kconfig) {
    return assertThrows(Failure.class, () -> load(kconfig)).diagnostics().get(0).code();
  }

  @Test
  void simpleVariablesAreExpandedOnceRecursiveOnesOnUse() {
    assertEquals("1 2", expand("X = 1\nA := $(X)\nB = $(X)\nX = 2\n", "$(A) $(B)"));
    assertEquals("a b", expand("A = a\nA += b\n", "$(A)"));
    assertEquals("a 1", expand("X = 1\nA := a\nA += $(X)\nX = 2\n", "$(A)"));
    assertEquals("toy", expand("", "$(ARCH)"));
    assertEquals("", expand("", "$(NOTHING)"));
  }

  @Test
  void functionsTakeArgumentsWithCommasAndParentheses() {
    assertEquals("<b> <(c,d)>", expand("f = <$(2)> <$(3)>\n", "$(f,a,b,(c,d))"));
    assertEquals("a,b", expand("comma := ,\nf = $(1)\n", "$(f,a$(comma)b)"));
    assertEquals("$5 $x", expand("", "$5 $x"));
    assertEquals("yes", expand("name = va\nvalue = yes\n", "$($(name)lue)"));
  }

  @Test
  void shellAnswersBecomeOneLine() {
    ShellRunner shell = (command, variables) -> "one\ntwo\n\n";
    KconfigTree tree =
        new SmallTree(folder)
            .file("Kconfig", "config S\n\tstring\n\tdefault \"$(shell,x)\"\n")
            .load(shell, Map.of());
    assertEquals("one two", SmallTree.resolve(tree, "").value("S").orElseThrow());
  }

  @Test
  void eachCommandRunsOnceAndAnswersMayBeKept() {
    int[] runs = {0};
    ShellResultCache answers = new ShellResultCache(Map.of("old", "y"));
    ShellRunner shell =
        (command, variables) -> {
          runs[0]++;
          return "n";
        };
    new SmallTree(folder)
        .file(
            "Kconfig",
            "config A\n\tdef_bool $(shell,old)\nconfig B\n\tdef_bool $(shell,new)\n"
                + "config C\n\tdef_bool $(shell,new)\n");
    KconfigTree tree = KconfigTree.load(folder, new KconfigEnvironment(Map.of(), shell, answers));
    assertEquals(1, runs[0]);
    assertEquals(Map.of("old", "y", "new", "n"), answers.asMap());
    assertEquals("y", SmallTree.resolve(tree, "").value("A").orElseThrow());
  }

  @Test
  void aWordThatExpandsToNothingVanishes() {
    KconfigTree tree = load("$(info,hello)\nconfig A\n\tdef_bool y $(NOTHING)\n");
    assertEquals("y", SmallTree.resolve(tree, "").value("A").orElseThrow());
  }

  @Test
  void warningsAndErrorsOfTheFileAreReported() {
    KconfigTree tree = load("$(warning-if,y,careful)\nconfig A\n\tbool\n");
    assertEquals("careful", tree.warnings().get(0).message());
    Failure failure = assertThrows(Failure.class, () -> load("\n$(error-if,y,no way)\n"));
    assertEquals("no way", failure.diagnostics().get(0).message());
    assertEquals("Kconfig:2:1", failure.diagnostics().get(0).at().orElseThrow().place());
  }

  @Test
  void endlessExpansionsEnd() {
    assertEquals(Code.D2105, fails("A = $(B)\nB = $(A)\nC := $(A)\n"));
    assertEquals(Code.D2105, fails("f = $(f,x)\nC := $(f,x)\n"));
    assertEquals(Code.D2105, fails("A := $(open\n"));
    StringBuilder bomb = new StringBuilder("A0 = 0123456789\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("A%d = $(A%d)$(A%d)\n".formatted(i, i - 1, i - 1));
    }
    Code code = fails(bomb + "C := $(A39)\n");
    assertTrue(code == Code.D2107 || code == Code.D2105, code.toString());
  }

  /** The same tree, whether the answers of the shell come while it is read or were there before. */
  @ParameterizedTest
  @CsvSource({"y, n", "n, y", "y, maybe"})
  void answersMayComeLate(String first, String second) {
    SmallTree files =
        new SmallTree(folder)
            .file(
                "Kconfig",
                """
                success = $(shell,{ $(1); } && echo "y" || echo "n")
                config A
                \tdef_bool $(success,one)
                \tdepends on !$(success,two) || $(success,one)=y
                config B
                \tbool "b" if $(success,two)
                \tdefault y
                config C
                \tstring
                \tdefault "<$(success,one)>"
                config D$(success,two)
                \tbool "d"
                $(warning-if,$(success,one),one)
                menu "m"
                \tvisible if $(success,one)
                comment "c"
                \tdepends on $(success,two) && A
                endmenu
                """);
    ShellRunner shell = (command, variables) -> command.contains("one") ? first : second;
    ShellResultCache answers = new ShellResultCache();
    KconfigTree late = files.load(shell, answers);
    KconfigTree early = files.load((command, variables) -> fail(command), answers);
    assertArrayEquals(early.toBytes("k"), late.toBytes("k"));
    assertEquals(first.equals("y") ? 1 : 0, late.warnings().size());
    assertTrue(late.symbol("D" + second).isPresent());
    assertEquals("<" + first + ">", SmallTree.resolve(late, "").value("C").orElseThrow());
  }
}
