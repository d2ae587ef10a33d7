package org.distroc.kconfig.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.distroc.host.Host;
import org.distroc.kconfig.Differential;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.value.Assignment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree that was kept as bytes is the tree that was read; anything else is not taken. */
class ModelTest {
  private static final String KCONFIG =
      """
      mainmenu "T"
      config MODULES
      \tbool "modules"
      \tmodules
      menu "M"
      \tvisible if MODULES
      if MODULES
      choice
      \tprompt "c"
      config A
      \tbool "a"
      config B
      \tbool "b"
      endchoice
      config S
      \tstring "s é"
      \tdefault "x"
      \tdepends on A
      \tselect I2 if B
      \thelp
      \t  Words.
      config I
      \tint "i" if A=y && S!="q"
      \trange 1 5
      config C
      \tbool "cross" ^
      endif
      endmenu
      config I2
      \tbool
      """;

  @TempDir Path folder;

  private Optional<KconfigTree> restored(KconfigTree tree, byte[] bytes, String key) {
    return KconfigTree.fromBytes(bytes, key, tree.srctree());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRestoredTreeIsTheSame(boolean old) {
    SmallTree small = new SmallTree(folder).file("Kconfig", KCONFIG);
    KconfigTree tree = (old ? small.old() : small).load();
    KconfigTree again = restored(tree, tree.toBytes("k"), "k").orElseThrow();
    assertArrayEquals(tree.toBytes("k"), again.toBytes("k"));
    assertEquals(tree.warnings(), again.warnings());
    assertEquals(2, again.warnings().size(), "a sign, and a text that selects");
    assertEquals(tree.files(), again.files());
    String config = "CONFIG_MODULES=y\nCONFIG_B=y\nCONFIG_I=9\n";
    assertEquals(SmallTree.resolve(tree, config).text(), SmallTree.resolve(again, config).text());
    Assignment wanted = new Assignment("S", "z");
    String why = tree.explain(SmallTree.resolve(tree, config), wanted).reasons().toString();
    assertTrue(why.contains("depends on A"), why);
    assertEquals(why, again.explain(SmallTree.resolve(again, config), wanted).reasons().toString());
  }

  @Test
  void damagedOrForeignBytesAreRejected() {
    KconfigTree tree = new SmallTree(folder).file("Kconfig", KCONFIG).load();
    byte[] bytes = tree.toBytes("key");
    assertEquals(Optional.empty(), restored(tree, bytes, "other"));
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertEquals(Optional.empty(), restored(tree, damaged, "key"));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertEquals(Optional.empty(), restored(tree, cut, "key"));
    }
  }

  /** The same on a whole kernel; needs {@code distroc.kernel.tree}. */
  @Tag("kernel")
  @Test
  void aRestoredKernelResolvesTheSame() {
    Path source = Path.of(System.getProperty("distroc.kernel.tree", "/property-is-missing"));
    ShellResultCache answers = new ShellResultCache();
    KconfigTree tree;
    try (ProcessShellRunner shell = new ProcessShellRunner(Host.ofProcess(), folder, source)) {
      KconfigEnvironment environment =
          KconfigEnvironment.of(source, Differential.Arch.X86.target(), shell, answers);
      tree = KconfigTree.load(source, environment);
      // Now with all answers there from the start.
      assertArrayEquals(tree.toBytes("k"), KconfigTree.load(source, environment).toBytes("k"));
    }
    KconfigTree again = restored(tree, tree.toBytes("k"), "k").orElseThrow();
    for (String target : List.of("tinyconfig", "defconfig", "allmodconfig")) {
      BaseConfig base = new BaseConfig.Target(target);
      assertArrayEquals(
          tree.resolve(base, List.of()).write(), again.resolve(base, List.of()).write(), target);
    }
  }
}
