package org.distroc.kconfig.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the files gets into the model, with positions; errors are diagnostics. */
class ParserTest {
  @TempDir Path folder;

  private KconfigTree load(String kconfig) {
    return new SmallTree(folder).file("Kconfig", kconfig).load();
  }

  private List<Diagnostic> mistakes(String kconfig) {
    return assertThrows(Failure.class, () -> load(kconfig)).diagnostics();
  }

  private static String place(Diagnostic diagnostic) {
    return diagnostic.at().orElseThrow().place();
  }

  @Test
  void anOptionKeepsItsLinesAndPlaces() {
    KconfigTree tree =
        load(
            """
            config A
            \ttristate "The prompt of \\"A\\"" if B || C='x y'
            \tdefault m if !B
            \tdepends on B && \\
            \t\t(C!="" || D < 5)
            \tselect E if B
            \timply F
            \thelp
            \t  First line.

            \t    Indented.
            config D
            \tint "D"
            \trange 1 0x10 if B
            """);
    Symbol a = tree.symbol("A").orElseThrow();
    assertEquals(SymbolType.TRISTATE, a.type());
    assertEquals("The prompt of \"A\"", a.prompt().orElseThrow());
    MenuNode node = a.definitions().get(0);
    assertEquals(new Position("Kconfig", 1), node.position());
    assertEquals("First line.\n\n  Indented.", node.help().orElseThrow());
    assertEquals(
        "B && (C!=\"\" || D<5)", node.dependencies().get(0).expr().toString(), "as written");
    assertEquals(4, node.dependencies().get(0).position().line());
    Property select = a.properties(Property.Kind.SELECT).get(0);
    assertEquals("E", select.target().orElseThrow().name());
    assertEquals(6, select.position().line());
    Property range = tree.symbol("D").orElseThrow().properties(Property.Kind.RANGE).get(0);
    assertEquals("0x10", range.high().orElseThrow().name());
  }

  @Test
  void dependenciesOfBlocksComeDownAndSelectsGoAcross() {
    KconfigTree tree =
        load(
            """
            config S
            \tbool "s"
            menu "M"
            \tdepends on X
            if Y
            config A
            \tbool "a" if Z
            \tselect S if Z
            endif
            endmenu
            """);
    Symbol a = tree.symbol("A").orElseThrow();
    assertEquals("X && Y", a.directDependency().orElseThrow().toString());
    assertEquals("X && Y && Z", a.properties().get(0).condition().orElseThrow().toString());
    Symbol s = tree.symbol("S").orElseThrow();
    assertEquals("A && X && Y && Z", s.selectedBy().orElseThrow().toString());
    assertEquals(List.of("M"), titles(tree.root().children().subList(1, 2)));
    MenuNode inMenu = tree.root().children().get(1).children().get(0);
    assertEquals("A", inMenu.symbol().orElseThrow().name(), "the if block is gone");
    assertTrue(inMenu.enclosing().orElseThrow().isIf());
  }

  private static List<String> titles(List<MenuNode> nodes) {
    return nodes.stream().map(n -> n.prompt().orElseThrow().text()).toList();
  }

  @Test
  void entriesThatDependOnTheOneBeforeAreItsSubmenu() {
    KconfigTree tree =
        load(
            """
            config A
            \tbool "a"
            config B
            \tbool "b"
            \tdepends on A
            config C
            \tbool "c"
            \tdepends on B
            config D
            \tbool "d"
            """);
    assertEquals(List.of("a", "d"), titles(tree.root().children()));
    MenuNode a = tree.root().children().get(0);
    assertEquals(List.of("b"), titles(a.children()));
    assertEquals(List.of("c"), titles(a.children().get(0).children()));
  }

  @Test
  void dependsOnWithAConditionAsksForNothingOutsideOfIt() {
    String text =
        "config A\n\tbool \"a\"\n\tdepends on B if C\nconfig B\n\tbool\nconfig C\n\tbool\n";
    Diagnostic refused = mistakes(text).get(0);
    assertEquals("Kconfig:3:15", place(refused), "the kernels known here do not have it");
    KconfigTree tree = new SmallTree(folder).file("Kconfig", text).newest().load();
    assertEquals("B || !C", tree.symbol("A").orElseThrow().directDependency().get().toString());
  }

  @Test
  void filesIncludeFilesByNamesWithVariables() {
    KconfigTree tree =
        new SmallTree(folder)
            .file("Kconfig", "mainmenu \"T $(ARCH)\"\nsource \"arch/$(SRCARCH)/Kconfig\"\n")
            .file("arch/toy/Kconfig", "config A\n\tbool")
            .load();
    assertEquals("arch/toy/Kconfig:1", place(tree.symbol("A").orElseThrow()));
    assertEquals("T toy", tree.root().prompt().orElseThrow().text());
    assertEquals(List.of("Kconfig", "arch/toy/Kconfig"), tree.files());
    assertEquals("no newline at the end of the file", tree.warnings().get(0).message());
  }

  private static String place(Symbol symbol) {
    return symbol.definitions().get(0).position().toString();
  }

  @Test
  void everyMistakeIsReportedAtItsPosition() {
    List<Diagnostic> mistakes =
        mistakes("config A\n\tbool \"a\"\n\tdepends A\n\nfoo bar\nmenu X\nendmenu\nconfig B\n");
    assertEquals(4, mistakes.size(), mistakes.toString());
    assertEquals("Kconfig:3:10", place(mistakes.get(0)));
    assertEquals(Code.D2101, mistakes.get(0).code());
    assertEquals("Kconfig:5:1", place(mistakes.get(1)));
    assertEquals("Kconfig:6:6", place(mistakes.get(2)));
    assertEquals("unexpected `X`", mistakes.get(2).message());
  }

  @Test
  void blocksMustBeClosedByTheirOwnWordInTheirOwnFile() {
    assertEquals(Code.D2102, mistakes("if A\nconfig B\n\tbool\n").get(0).code());
    assertEquals(Code.D2102, mistakes("if A\nendmenu\n").get(0).code());
    new SmallTree(folder).file("other", "endif\n");
    assertEquals(Code.D2102, mistakes("if A\nsource \"other\"\n").get(0).code());
  }

  @Test
  void aFileThatIncludesItselfOrIsMissingIsAnError() {
    assertEquals(Code.D2106, mistakes("source \"Kconfig\"\n").get(0).code());
    Diagnostic missing = mistakes("\n\nsource \"none\"\n").get(0);
    assertEquals(Code.D2100, missing.code());
    assertEquals(3, missing.at().orElseThrow().line());
  }

  @Test
  void aValueMustNotDependOnItself() {
    Diagnostic circle =
        mistakes(
                "config A\n\tbool \"a\"\n\tdepends on B\n"
                    + "config B\n\tbool \"b\"\n\tdepends on C\n"
                    + "config C\n\tbool\n\tdefault A\n")
            .get(0);
    assertEquals(Code.D2104, circle.code());
    assertTrue(circle.reasons().get(0).contains("B depends on C"), circle.toString());
  }

  @Test
  void membersOfANewChoiceMustBeBoolWithAPrompt() {
    List<Diagnostic> mistakes =
        mistakes("choice\n\tprompt \"c\"\nconfig A\n\ttristate\nendchoice\n");
    assertEquals(List.of(Code.D2103, Code.D2103), mistakes.stream().map(Diagnostic::code).toList());
  }

  @Test
  void depthIsBounded() {
    assertEquals(Code.D2107, mistakes("if A\n".repeat(2_000)).get(0).code());
    String nested = "config A\n\tbool\n\tdepends on " + "(".repeat(5_000) + "B\n";
    assertEquals(Code.D2107, mistakes(nested).get(0).code());
    String negated = "config A\n\tbool\n\tdepends on " + "!".repeat(5_000) + "B\n";
    assertEquals(Code.D2107, mistakes(negated).get(0).code());
  }

  @Test
  void longChainsOfOptionsWork() {
    StringBuilder chain = new StringBuilder("config A0\n\tbool \"a\"\n");
    for (int i = 1; i <= 3_000; i++) {
      // Backwards, so that they do not nest as submenus.
      chain.append("config A%d\n\tdef_bool A%d\n".formatted(i, i - 1));
    }
    KconfigTree tree = load(chain.toString());
    assertEquals("y", SmallTree.resolve(tree, "CONFIG_A0=y\n").value("A3000").orElseThrow());
  }
}
