package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An option changes back and forth: what make compiles then gives the image of a clean build. */
@Tag("long")
@Timeout(value = 4, unit = TimeUnit.HOURS)
class FlippedOptionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"linux-source-6.1", "linux-source-6.12"})
  void incrementalBuildsEqualBuildsFromScratch(String name) throws Exception {
    TwoKernels two = TwoKernels.cleanlyBuilt(folder.toRealPath(), "{debian: " + name + "}");
    two.forget("a");
    two.forget("b");
    for (int i = 0; i < 4; i++) {
      String recipe = i % 2 == 0 ? "a" : "b";
      two.forget(recipe);
      String said = two.check(recipe, name + ", flip " + i);
      assertFalse(said.contains("full rebuild"), said);
      assertTrue(said.contains("\nkernel: ") && !said.contains(", from the cache\nimage"), said);
    }
  }
}
