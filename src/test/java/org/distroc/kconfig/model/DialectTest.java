package org.distroc.kconfig.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dialect is read from the sources of the tree's own program, whatever these are. */
class DialectTest {
  @TempDir Path folder;

  private int buckets(String definition) {
    new SmallTree(folder).file("scripts/kconfig/expr.h", definition);
    return Dialect.of(folder).buckets();
  }

  @ParameterizedTest
  @CsvSource({
    "#define SYMBOL_HASHSIZE 9973, 9973",
    "#define SYMBOL_HASHSIZE (1U << 14), 16384",
    "#define\tSYMBOL_HASHSIZE\t( 1 << 3 ), 16384",
    "#define SYMBOL_HASHSIZE (1<<3), 8",
    "#define SYMBOL_HASHSIZE 1, 1",
    "#define SYMBOL_HASHSIZE 0, 16384",
    "#define SYMBOL_HASHSIZE -5, 16384",
    "#define SYMBOL_HASHSIZE 99999999999999999999, 16384",
    "#define SYMBOL_HASHSIZE (1U << 31), 16384",
    "#define SYMBOL_HASHSIZE (1U << 999999999), 16384",
    "#define SYMBOL_HASHSIZE OTHER, 16384",
    "#define SYMBOL_HASHSIZE, 16384",
    "something else, 16384",
  })
  void anInvalidHashTableSizeIsIgnored(String definition, int expected) {
    assertEquals(expected, buckets(definition + "\n"));
  }

  @Test
  void treesOfEverySizeOfTheHashTableAreRead() {
    for (String size : List.of("1", "9999999", "(1U << 19)")) {
      new SmallTree(folder)
          .file("scripts/kconfig/expr.h", "#define SYMBOL_HASHSIZE " + size + "\n");
      KconfigTree tree = new SmallTree(folder).file("Kconfig", "config A\n\tdef_bool y\n").load();
      assertEquals(List.of("CONFIG_A=y"), SmallTree.lines(tree, ""), size);
    }
  }

  @Test
  void aTransitionalOptionIsReadAndNotWritten() {
    KconfigTree tree =
        new SmallTree(folder)
            .newest()
            .file(
                "Kconfig",
                """
                config OLD
                \tbool
                \ttransitional
                \thelp
                \t  Its name until lately.
                config NEW
                \tbool "new"
                \tdefault OLD
                config OLD_TEXT
                \tstring
                \ttransitional
                config NEW_TEXT
                \tstring "text"
                \tdefault OLD_TEXT
                """)
            .load();
    assertEquals(
        List.of("CONFIG_NEW=y", "CONFIG_NEW_TEXT=\"kept\""),
        SmallTree.lines(tree, "CONFIG_OLD=y\nCONFIG_OLD_TEXT=\"kept\"\n"));
    assertEquals(
        List.of("# CONFIG_NEW is not set", "CONFIG_NEW_TEXT=\"\""), SmallTree.lines(tree, ""));
    assertEquals(
        List.of("# CONFIG_NEW is not set", "CONFIG_NEW_TEXT=\"\""),
        SmallTree.lines(tree, "CONFIG_OLD=y\n# CONFIG_NEW is not set\n"));
    assertTrue(tree.symbol("OLD").orElseThrow().definitions().size() == 1);
  }
}
