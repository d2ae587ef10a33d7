package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Failure;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ByteStrings;

/** Runs Kconfig and {@code .config} files of any content through the whole evaluation. */
final class FuzzedFiles {
  private final Path folder;

  FuzzedFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads, resolves, writes and explains.
   *
   * @param old whether the tree is one of an older kernel
   * @return false when the files were refused with diagnostics; everything else that is thrown is a
   *     defect
   */
  boolean attempt(String kconfig, String config, boolean old) {
    SmallTree tree = new SmallTree(folder);
    tree.file("other", kconfig.length() % 2 == 0 ? "config O\n\tbool" : kconfig);
    tree.file("Kconfig", kconfig);
    if (old) {
      tree.old();
    } else {
      forget("scripts/kconfig/expr.h");
    }
    try {
      KconfigTree loaded = tree.load();
      resolve(loaded, config);
      Configuration resolved =
          loaded.resolve(new BaseConfig.Text("c", config), List.of(new Assignment("A", "y")));
      resolved.writeMinimal();
      loaded.explain(resolved);
      return true;
    } catch (Failure refused) {
      assertFalse(refused.diagnostics().isEmpty());
      return false;
    }
  }

  /** Everything that is done with a {@code .config} after reading it. */
  static void resolve(KconfigTree tree, String config) {
    for (String target : List.of("allnoconfig", "allmodconfig")) {
      tree.resolve(new BaseConfig.Target(target), config);
    }
    BaseConfig base = new BaseConfig.Text("test.config", config);
    Configuration once = tree.resolve(base, List.of());
    String text = new String(once.write(), StandardCharsets.ISO_8859_1);
    tree.resolve(new BaseConfig.Text("again.config", ByteStrings.toText(text)), List.of());
    once.writeMinimal();
  }

  private void forget(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
