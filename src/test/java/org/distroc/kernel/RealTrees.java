package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kernel trees that the tests are given; a test that needs one fails without. */
final class RealTrees {
  private static final String PROPERTY = "distroc.kernel.trees";

  private RealTrees() {}

  static List<KernelTree> all() throws IOException {
    String folders = System.getProperty(PROPERTY);
    assertNotNull(folders, "set the system property " + PROPERTY + " to folders with kernel trees");
    List<KernelTree> trees = new ArrayList<>();
    for (String folder : folders.split(File.pathSeparator)) {
      Path path = Path.of(folder);
      assertFalse(KernelTree.flaw(path).isPresent(), path + ": " + KernelTree.flaw(path));
      trees.add(KernelTree.of(path, "folder:" + path, false, "a test"));
    }
    return trees;
  }
}
