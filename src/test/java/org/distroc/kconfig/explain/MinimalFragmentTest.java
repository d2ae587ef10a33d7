package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinimalFragmentTest {
  private static final String FILE =
      """
      menu "Devices"
      config BUS
      \tbool "Bus"
      config CARD
      \tbool "Card"
      \tdepends on BUS
      \tdefault y
      \tselect HELPER
      config SPEED
      \tint "Speed"
      \tdepends on CARD
      \tdefault 10
      endmenu
      config HELPER
      \tbool "Helper"
      config NAME
      \tstring "Name"
      \tdefault "plain"
      choice
      \tprompt "Size"
      config SMALL
      \tbool "Small"
      config LARGE
      \tbool "Large"
      endchoice
      """;

  @TempDir Path folder;

  private KconfigTree tree() {
    return new SmallTree(folder).file("Kconfig", FILE).load();
  }

  private static Configuration goal(KconfigTree tree, String config) {
    return SmallTree.resolve(tree, config);
  }

  private static Configuration find(Configuration goal, String... bases) {
    List<BaseConfig> texts =
        java.util.Arrays.stream(bases).map(b -> (BaseConfig) new BaseConfig.Text(b, b)).toList();
    Configuration found = MinimalFragment.find(texts, goal);
    assertEquals(goal.text(), found.text());
    return found;
  }

  @Test
  void impliedOptionsAreOmitted() {
    KconfigTree tree = tree();
    Configuration goal = goal(tree, "CONFIG_BUS=y\n");
    assertEquals("y", goal.value("CARD").orElseThrow());
    assertEquals(
        List.of(new Assignment("BUS", "y")), find(goal, "# CONFIG_BUS is not set\n").asked());
  }

  @Test
  void deviationsFromTheBaseAreListed() {
    Configuration goal = goal(tree(), "CONFIG_BUS=y\n");
    List<Assignment> asked =
        find(
                goal,
                "# CONFIG_BUS is not set\n# CONFIG_CARD is not set\n# CONFIG_HELPER is not set\n")
            .asked();
    // The helper is selected, whatever the base says.
    assertEquals(List.of(new Assignment("BUS", "y"), new Assignment("CARD", "y")), asked);
  }

  @Test
  void valuesAndChoicesAreListedOnce() {
    Configuration goal =
        goal(tree(), "CONFIG_BUS=y\nCONFIG_SPEED=7\nCONFIG_NAME=\"y \\\"n\\\"\"\nCONFIG_LARGE=y\n");
    assertEquals(
        List.of(
            new Assignment("BUS", "y"),
            new Assignment("LARGE", "y"),
            new Assignment("NAME", "y \"n\""),
            new Assignment("SPEED", "7")),
        find(goal, "# CONFIG_BUS is not set\n").asked());
  }

  @Test
  void theNearestBaseIsTaken() {
    Configuration goal = goal(tree(), "CONFIG_BUS=y\nCONFIG_SPEED=7\nCONFIG_LARGE=y\n");
    String near = "CONFIG_BUS=y\nCONFIG_LARGE=y\n";
    Configuration found = find(goal, "# CONFIG_BUS is not set\n", near, "");
    assertEquals(near, found.base().toString());
    assertEquals(List.of(new Assignment("SPEED", "7")), found.asked());
  }

  @Test
  void settingsComeInTheOrderOfTheMenus() {
    KconfigTree tree = tree();
    Configuration goal = goal(tree, "CONFIG_BUS=y\nCONFIG_SPEED=7\nCONFIG_NAME=\"x\"\n");
    assertEquals(
        "{[Devices]=[BUS: y, SPEED: 7], []=[NAME: x]}",
        MinimalFragment.byMenu(find(goal, "# CONFIG_BUS is not set\n")).toString());
    assertNotEquals(goal.text(), goal(tree, "").text());
  }
}
