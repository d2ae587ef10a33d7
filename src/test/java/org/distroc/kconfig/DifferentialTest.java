package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our configurations are those of the kernel's own program, byte for byte. The long run takes
 * source trees from {@code distroc.kernel.trees} (separated by colons) and compares {@code
 * distroc.fragments} fragments (500 unless told otherwise) for each tree, architecture and base;
 * the short one takes {@code distroc.kernel.tree}.
 */
class DifferentialTest {
  private static final List<String> BASES =
      List.of("tinyconfig", "allnoconfig", "defconfig", "allmodconfig");

  @TempDir Path folder;

  @Tag("long")
  @Test
  void everyConfigurationIsTheKernelsOwn() {
    int fragments = Integer.getInteger("distroc.fragments", 500);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    int equal = 0;
    for (String tree : required("distroc.kernel.trees").split(":")) {
      for (Differential.Arch arch : Differential.Arch.values()) {
        Path own = folder.resolve(Path.of(tree).getFileName());
        Differential run = new Differential(Path.of(tree), arch, create(own));
        run.shippedConfigs();
        List<String> random = randomConfigs(run.conf, 12);
        for (String target : List.of("allyesconfig", "alldefconfig")) {
          run.base(target);
        }
        for (String target : BASES) {
          String base = run.base(target);
          run.minimal(target, base);
          run.fragments(target, base, fragments, random, seed() + target.hashCode());
          System.out.printf(
              "%s %s %s: compared %d, equal %d, different %d%n",
              own.getFileName(), arch, target, run.compared, run.equal, run.differences.size());
        }
        compared += run.compared;
        equal += run.equal;
        differences.addAll(run.differences);
      }
    }
    System.out.printf(
        "in all: compared %d, equal %d, different %d%n", compared, equal, differences.size());
    assertTrue(compared > fragments, "compared only " + compared);
    assertEquals(List.of(), differences);
  }

  @Tag("kernel")
  @Test
  void aSampleOfConfigurationsIsTheKernelsOwn() {
    Path tree = Path.of(required("distroc.kernel.tree"));
    Differential run = new Differential(tree, Differential.Arch.X86, folder);
    List<String> random = randomConfigs(run.conf, 2);
    for (String target : List.of("tinyconfig", "defconfig")) {
      String base = run.base(target);
      run.minimal(target, base);
      run.fragments(target, base, 12, random, seed());
    }
    assertEquals(28, run.compared);
    assertEquals(List.of(), run.differences);
  }

  private static List<String> randomConfigs(ConfProgram conf, int count) {
    List<String> probabilities = List.of("50:33:33", "90:60:30", "20:10:10", "60:10:60");
    List<String> random = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      random.add(conf.randconfig(seed() + i, probabilities.get(i % probabilities.size())));
    }
    return random;
  }

  private static long seed() {
    return Long.getLong("distroc.seed", 20_261_123L);
  }

  private static Path create(Path folder) {
    assertTrue(folder.toFile().isDirectory() || folder.toFile().mkdirs());
    return folder;
  }

  private static String required(String property) {
    String value = System.getProperty(property, "");
    assertTrue(!value.isEmpty(), "this test needs the system property " + property);
    return value;
  }
}
