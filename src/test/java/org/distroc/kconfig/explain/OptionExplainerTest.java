package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Severity;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplanation.Verdict;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reasons and remedies on small trees; {@link MistakesTest} has those of a kernel. */
class OptionExplainerTest {
  private static final String KCONFIG =
      """
      config MODULES
      \tbool "modules"
      \tmodules
      config X86
      \tdef_bool n
      config BUS
      \tbool "Bus"
      \tdepends on POWER
      config POWER
      \tbool "Power"
      config CARD
      \ttristate "Card"
      \tdepends on BUS && !SAFE
      config SAFE
      \tbool "Safe"
      config OLD
      \tbool "Old"
      \tdepends on X86
      config HIDDEN
      \tbool
      config OPENS_HIDDEN
      \tbool "opens"
      \tselect HIDDEN
      config SPEED
      \tint "Speed"
      \trange 10 20
      \tdefault 15
      choice
      \tprompt "Size"
      config LARGE
      \tbool "Large"
      config MEDIUM
      \tbool "Medium"
      config TINY
      \tbool "Tiny"
      endchoice
      config ROOM
      \tbool "Room"
      \tdepends on MEDIUM
      config BITS
      \tint "Bits"
      \tdepends on POWER
      config ADDRESS
      \thex "Address"
      \tdepends on POWER
      config NAME
      \tstring "Name"
      \tdepends on POWER
      """;

  @TempDir Path folder;

  private OptionExplanation explain(String... assignments) {
    KconfigTree tree = new SmallTree(folder).file("Kconfig", KCONFIG).load();
    List<Assignment> asked =
        List.of(assignments).stream()
            .map(a -> new Assignment(a.split("=", 2)[0], a.split("=", 2)[1]))
            .toList();
    Configuration configuration = tree.resolve(new BaseConfig.Text("mybase", ""), asked);
    return tree.explain(configuration, asked.get(0));
  }

  private static List<String> fixes(OptionExplanation explanation) {
    return explanation.fixes().stream().map(Object::toString).toList();
  }

  @Test
  void aChainEndsAtTheUsersSetting() {
    OptionExplanation explanation = explain("CARD=y", "SAFE=y", "POWER=n");
    assertEquals(Verdict.UNMET_DEPENDENCY, explanation.verdict());
    assertEquals(2, explanation.reasons().size());
    assertEquals(
        """
        depends on BUS, which is n                                Kconfig:13
        └ BUS depends on POWER, which is n                        Kconfig:8
          └ POWER is n: set by the recipe                         Kconfig:9\
        """,
        explanation.reasons().get(0).render());
    assertEquals(
        """
        depends on !SAFE, which is n                              Kconfig:13
        └ SAFE is y: set by the recipe                            Kconfig:14\
        """,
        explanation.reasons().get(1).render());
  }

  @Test
  void aFixIsTheLeastThatWorks() {
    assertEquals(List.of("`POWER: y` and `BUS: y`"), fixes(explain("CARD=y")));
    assertEquals(List.of("`MODULES: y`, `POWER: y` and `BUS: y`"), fixes(explain("CARD=m")));
    OptionExplanation contradicted = explain("CARD=y", "SAFE=y");
    assertEquals(List.of("`POWER: y`, `BUS: y` and `SAFE: n`"), fixes(contradicted));
    assertTrue(contradicted.fixes().get(0).changes());
  }

  @Test
  void unreachableValuesAreImpossible() {
    OptionExplanation explanation = explain("OLD=y");
    assertTrue(explanation.impossible());
    assertEquals(List.of(), explanation.fixes());
  }

  @Test
  void anOptionWithoutPromptIsExplainedByItsSelectors() {
    OptionExplanation explanation = explain("HIDDEN=y");
    assertEquals(Verdict.NO_PROMPT, explanation.verdict());
    assertEquals(List.of("`OPENS_HIDDEN: y`"), fixes(explanation));
    OptionExplanation off = explain("HIDDEN=n", "OPENS_HIDDEN=y");
    assertEquals(Verdict.SELECTED, off.verdict());
    assertEquals("selected by OPENS_HIDDEN, which is y", off.reasons().get(0).text());
    assertEquals(List.of("`OPENS_HIDDEN: n`"), fixes(off));
  }

  @Test
  void aRangeNamesItsBoundsAndTheNearestOneHelps() {
    OptionExplanation explanation = explain("SPEED=40");
    assertEquals(Verdict.RANGE, explanation.verdict());
    assertEquals("must be between 10 and 20", explanation.reasons().get(0).text());
    assertEquals(List.of("`SPEED: 20`"), fixes(explanation));
    assertEquals(List.of("`SPEED: 10`"), fixes(explain("SPEED=1")));
  }

  @Test
  void whatTakesNeedsNoReason() {
    assertTrue(explain("POWER=y").takes());
    assertTrue(explain("POWER=n").takes());
    assertTrue(explain("SPEED=11").takes());
  }

  @Test
  void aDiagnosticHasTheCodeThePlaceAndTheRemedy() {
    Diagnostic unknown = explain("POWRE=y").toDiagnostic(Optional.empty());
    assertEquals(Code.D2120, unknown.code());
    assertEquals(List.of("did you mean `POWER` (Power)?"), unknown.remedies());
    Diagnostic refused = explain("BUS=y").toDiagnostic(Optional.empty());
    assertEquals(Code.D2007, refused.code());
    assertEquals("becomes n", refused.label());
    assertEquals(List.of("add `POWER: y` (verified)"), refused.remedies());
  }

  @Test
  void aNumberWithoutAValueIsNotZero() {
    for (String none : List.of("BITS=0", "ADDRESS=0x0", "NAME=")) {
      OptionExplanation explanation = explain(none);
      assertEquals(Verdict.UNMET_DEPENDENCY, explanation.verdict(), none);
      assertEquals(List.of("`POWER: y`"), fixes(explanation), none);
      assertEquals("gets no value", explanation.toDiagnostic(Optional.empty()).label());
      assertTrue(explain(none, "POWER=y").takes(), none);
    }
  }

  @Test
  void ofTwoMembersOfAChoiceTheLastOneOfTheRecipeCounts() {
    for (List<String> two : List.of(List.of("LARGE", "MEDIUM"), List.of("MEDIUM", "LARGE"))) {
      OptionExplanation first = explain(two.get(0) + "=y", two.get(1) + "=y");
      assertEquals(Verdict.CHOICE, first.verdict());
      assertEquals(List.of("`" + two.get(1) + ": n`"), fixes(first));
    }
    assertEquals(
        List.of("`LARGE: n` and `MEDIUM: n`"), fixes(explain("TINY=y", "MEDIUM=y", "LARGE=y")));
    assertEquals(
        List.of("`POWER: y` and `BUS: y`"), fixes(explain("CARD=y", "MEDIUM=y", "LARGE=y")));
    // MEDIUM is asked for already, so asking for it helps only without what overrides it.
    OptionExplanation room = explain("ROOM=y", "MEDIUM=y", "LARGE=y");
    assertTrue(!fixes(room).contains("`MEDIUM: y`"), fixes(room).toString());
    assertTrue(explain("ROOM=y", "LARGE=y", "MEDIUM=y").takes());
  }

  @Test
  void aNameThatTheKernelDoesNotHaveMayBeOff() {
    Diagnostic off = explain("NO_SUCH_THING=n").toDiagnostic(Optional.empty());
    assertEquals(Severity.WARNING, off.severity());
    assertEquals(Code.D2120, off.code());
    Diagnostic on = explain("NO_SUCH_THING=y").toDiagnostic(Optional.empty());
    assertEquals(Severity.ERROR, on.severity());
  }
}
