package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that a recipe needs for a configuration saved in menuconfig. */
class FragmentRevisionTest {
  private static final String KCONFIG =
      """
      config A
      	bool "a"
      config B
      	bool "b"
      	default A
      config C
      	bool "c"
      	depends on A
      	default B
      config NUMBER
      	int "number"
      	default 5
      config TEXT
      	string "text"
      config HIDDEN
      	bool
      	default C
      choice
      	prompt "one of"
      config ONE
      	bool "one"
      config TWO
      	bool "two"
      endchoice
      """;

  private static final List<String> NAMES = List.of("A", "B", "C", "ONE", "TWO");

  @TempDir Path folder;
  private KconfigTree tree;

  @BeforeEach
  void tree() {
    tree = new SmallTree(folder).file("Kconfig", KCONFIG).load();
  }

  private static Assignment set(String name, String value) {
    return new Assignment(name, value);
  }

  private Optional<FragmentRevision> revision(
      String base, List<Assignment> recipe, List<Assignment> session) {
    Configuration before = tree.resolve(new BaseConfig.Text("base", base), recipe);
    // Menuconfig starts with what is there.
    Configuration saved = tree.resolve(new BaseConfig.Text(".config", before.text()), session);
    return FragmentRevision.between(before, saved.text());
  }

  private static Optional<FragmentRevision> of(List<Assignment> settings, String... removed) {
    return Optional.of(new FragmentRevision(settings, List.of(removed)));
  }

  @Test
  void nothingChanged() {
    FragmentRevision none = revision("", List.of(set("A", "y")), List.of()).orElseThrow();
    assertTrue(none.isEmpty());
  }

  @Test
  void consequencesOfAChangeAreOmitted() {
    // HIDDEN follows from C.
    List<Assignment> session = List.of(set("A", "y"), set("C", "y"));
    FragmentRevision found = revision("# CONFIG_B is not set", List.of(), session).orElseThrow();
    assertEquals(session, found.settings());
  }

  @Test
  void anOptionBackAtTheBaseIsRemoved() {
    List<Assignment> recipe = List.of(set("NUMBER", "7"), set("TEXT", "x"));
    assertEquals(of(List.of(), "NUMBER"), revision("", recipe, List.of(set("NUMBER", "5"))));
  }

  @Test
  void ineffectiveOptionsAreRemovedToo() {
    List<Assignment> recipe = List.of(set("A", "y"), set("C", "y"), set("TEXT", "x"));
    FragmentRevision found = revision("", recipe, List.of(set("A", "n"))).orElseThrow();
    assertEquals(List.of("A", "C"), found.removed());
    assertEquals(0, found.settings().stream().filter(a -> a.name().equals("TEXT")).count());
  }

  @Test
  void aDefaultThatWouldFollowIsHeldBack() {
    // With B the default of C would be y; in menuconfig C already has its own value.
    FragmentRevision found =
        revision("# CONFIG_B is not set", List.of(set("A", "y")), List.of(set("B", "y")))
            .orElseThrow();
    assertEquals(List.of(set("B", "y"), set("C", "n")), found.settings());
  }

  @Test
  void everySessionIsExpressedExactly() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      List<Assignment> recipe = some(random);
      Configuration before = tree.resolve(new BaseConfig.Text("base", ""), recipe);
      List<Assignment> taking =
          recipe.stream().filter(a -> tree.explain(before, a).takes()).toList();
      Configuration start = tree.resolve(new BaseConfig.Text("base", ""), taking);
      Configuration saved =
          tree.resolve(new BaseConfig.Text(".config", start.text()), some(random));
      FragmentRevision found = FragmentRevision.between(start, saved.text()).orElseThrow();
      Configuration after = tree.resolve(new BaseConfig.Text("base", ""), applied(taking, found));
      assertEquals(saved.text(), after.text(), recipe + " " + found);
      assertEquals(List.of(), tree.explain(after), "all of it takes: " + found);
    }
  }

  private static List<Assignment> some(Random random) {
    List<Assignment> some = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(3) == 0) {
        some.add(set(name, random.nextBoolean() ? "y" : "n"));
      }
    }
    if (random.nextBoolean()) {
      some.add(set("NUMBER", "" + random.nextInt(8)));
    }
    return some;
  }

  private static List<Assignment> applied(List<Assignment> recipe, FragmentRevision revision) {
    List<Assignment> all = new ArrayList<>(recipe);
    revision.settings().forEach(s -> all.removeIf(a -> a.name().equals(s.name())));
    all.removeIf(a -> revision.removed().contains(a.name()));
    all.addAll(revision.settings());
    return all;
  }
}
