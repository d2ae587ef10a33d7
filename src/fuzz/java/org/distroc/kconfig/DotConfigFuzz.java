package org.distroc.kconfig;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Timeout;

/** A {@code .config} of any content can be read, with a tree that has one option of each kind. */
class DotConfigFuzz {
  private static final String KCONFIG =
      """
      config MODULES
      \tbool "modules"
      \tmodules
      config A
      \tbool "a"
      \tselect T
      config T
      \ttristate "t"
      config I
      \tint "i"
      \trange 1 100 if A
      config H
      \thex "h"
      \trange 0x10 0xfffffffffffffff0
      config S
      \tstring "s"
      choice
      \tprompt "one of them"
      config ONE
      \tbool "one"
      config TWO
      \tbool "two"
      endchoice
      """;

  private static final KconfigTree OLD = tree(true);
  private static final KconfigTree NEW = tree(false);

  @DictionaryEntries({
    "CONFIG_A=y", "CONFIG_A=m", "# CONFIG_A is not set", "CONFIG_T=", "CONFIG_I=", "CONFIG_H=0x",
    "CONFIG_S=\\\"", "\\\\\\\"", "CONFIG_ONE=y", "CONFIG_TWO=y", "CONFIG_MODULES=y", "\\x0d\\x0a",
    " is not set", "99999999999999999999"
  })
  @Timeout(20)
  @FuzzTest(maxDuration = "5m")
  void aDotConfig(FuzzedDataProvider data) {
    KconfigTree tree = data.consumeBoolean() ? OLD : NEW;
    FuzzedFiles.resolve(tree, data.consumeRemainingAsString());
  }

  private static KconfigTree tree(boolean old) {
    try {
      SmallTree tree = new SmallTree(Files.createTempDirectory("distroc-fuzz-"));
      tree.file("Kconfig", KCONFIG);
      return old ? tree.old().load() : tree.load();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
