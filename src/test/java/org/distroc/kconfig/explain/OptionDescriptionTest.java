package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.ConfigurationDiff.Change;
import org.distroc.kconfig.explain.OptionDescription.Need;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptions of options, and differences between configurations. */
class OptionDescriptionTest {
  private static final String KCONFIG =
      """
      config NET
      \tbool "Networking"
      \tselect CRC
      config CRC
      \ttristate "Checksums"
      menu "Drivers"
      \tdepends on NET
      menu "Wired"
      config CARD
      \tbool "A card"
      \tdepends on BUS
      \thelp
      \t  The card in the attic.
      config CARD_FAST
      \tbool "Fast mode"
      \tdepends on CARD
      \tdefault y
      endmenu
      endmenu
      config BUS
      \tbool "A bus"
      config SIZE
      \tint "Size"
      \tdefault 4
      """;

  @TempDir Path folder;

  private KconfigTree tree;

  @BeforeEach
  void load() {
    tree = new SmallTree(folder).file("Kconfig", KCONFIG).load();
  }

  private Configuration resolve(String... assignments) {
    List<Assignment> asked =
        List.of(assignments).stream()
            .map(a -> new Assignment(a.split("=")[0], a.split("=")[1]))
            .toList();
    return tree.resolve(new BaseConfig.Text("empty", ""), asked);
  }

  @Test
  void anOptionIsDescribedWithItsNeedsAndItsNeighbours() {
    Configuration configuration = resolve("NET=y");
    OptionDescription card = tree.describe(configuration, "CARD").orElseThrow();
    assertEquals(List.of("Drivers", "Wired"), card.menu());
    assertEquals("The card in the attic.", card.help().orElseThrow());
    assertEquals("n", card.value());
    assertEquals(
        List.of("BUS N Kconfig:11", "NET Y Kconfig:7"),
        card.needs().stream().map(OptionDescriptionTest::words).toList());
    assertEquals(List.of("CARD_FAST"), card.neededBy().stream().map(Symbol::name).toList());
    OptionDescription crc = tree.describe(configuration, "CRC").orElseThrow();
    assertEquals("NET", crc.selectedBy().get(0).by().name());
    assertTrue(crc.selectedBy().get(0).active());
    assertEquals("selected by NET, which is y", crc.why().because().get(0).text());
    assertEquals(Optional.empty(), tree.describe(configuration, "NONE"));
  }

  private static String words(Need need) {
    return need.expr() + " " + need.value() + " " + need.position();
  }

  @Test
  void wordsFindOptionsByNameThenPromptThenHelp() {
    assertEquals("NET", tree.search("networking", 5).get(0).name());
    assertEquals("CARD", tree.search("attic", 5).get(0).name());
    assertEquals("CARD", tree.search("card", 5).get(0).name());
    assertEquals(List.of(), tree.search("card bicycle", 5));
    assertEquals(List.of(), tree.search("  ", 5));
  }

  @Test
  void differencesAreGroupedByMenu() {
    ConfigurationDiff diff =
        ConfigurationDiff.between(resolve("NET=y"), resolve("NET=y", "BUS=y", "CARD=y"));
    assertEquals(List.of("Drivers", "Wired"), diff.groups().get(0).menu());
    assertEquals(
        new Change("CARD", Optional.empty(), Optional.of("y")),
        diff.groups().get(0).changes().get(0));
    assertEquals(List.of(), diff.groups().get(1).menu());
    assertEquals("BUS", diff.groups().get(1).changes().get(0).name());
    assertEquals(List.of(), ConfigurationDiff.between(resolve(), resolve()).groups());
  }

  @Test
  void onlyWhatAPersonChangedIsAChange() {
    Configuration before = resolve("NET=y");
    Configuration after = resolve("NET=y", "BUS=y", "CARD=y", "SIZE=7");
    assertEquals(
        List.of(
            new Assignment("CARD", "y"), new Assignment("BUS", "y"), new Assignment("SIZE", "7")),
        tree.changes(before, after).orElseThrow());
    assertEquals(List.of(), tree.changes(after, after).orElseThrow());
    assertEquals(
        List.of(new Assignment("NET", "n")), tree.changes(before, resolve("NET=n")).orElseThrow());
  }
}
