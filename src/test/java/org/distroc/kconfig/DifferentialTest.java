package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our configurations are those of the kernel's own program, byte for byte. The long run takes
 * source trees from {@code distroc.kernel.trees} (separated by colons) and compares {@code
 * distroc.fragments} fragments (500 by default) for each tree, architecture and base, or only for
 * the families whose title, such as {@code linux-6.1 arm64 tinyconfig}, has a match of the pattern
 * {@code distroc.families}; it prints counts for each family when it is done with it. The short one
 * takes {@code distroc.kernel.tree}.
 */
class DifferentialTest {
  private static final List<String> BASES =
      List.of("tinyconfig", "allnoconfig", "defconfig", "allmodconfig");

  @TempDir Path folder;

  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void everyConfigurationIsTheKernelsOwn() {
    int fragments = Integer.getInteger("distroc.fragments", 500);
    Pattern families = Pattern.compile(System.getProperty("distroc.families", ""));
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (String tree : required("distroc.kernel.trees").split(":")) {
      for (Differential.Arch arch : Differential.Arch.values()) {
        List<String> targets = targets(tree, arch, families);
        if (!targets.isEmpty()) {
          Differential run = compare(Path.of(tree), arch, targets, fragments);
          compared += run.compared;
          differences.addAll(run.differences);
        }
      }
    }
    say("in all", compared, differences);
    assertTrue(compared > fragments, "compared only " + compared);
    assertEquals(List.of(), differences);
  }

  private static List<String> targets(String tree, Differential.Arch arch, Pattern families) {
    String title = Path.of(tree).getFileName() + " " + arch.make() + " ";
    return BASES.stream().filter(b -> families.matcher(title + b).find()).toList();
  }

  private Differential compare(
      Path tree, Differential.Arch arch, List<String> targets, int fragments) {
    Differential run = new Differential(tree, arch, create(folder.resolve(tree.getFileName())));
    run.shippedConfigs();
    List.of("allyesconfig", "alldefconfig").forEach(run::base);
    say(run.title + " shipped", run.compared, run.differences);
    List<String> random = randomConfigs(run.conf, 40);
    for (String target : targets) {
      int before = run.compared;
      int different = run.differences.size();
      String base = run.base(target);
      run.minimal(target, base);
      run.fragments(target, base, fragments, random, seed() + target.hashCode());
      List<String> found = run.differences.subList(different, run.differences.size());
      say(run.title + " " + target, run.compared - before, found);
    }
    return run;
  }

  private static void say(String what, int compared, List<String> differences) {
    int different = differences.size();
    System.out.printf(
        "%s: compared %d, equal %d, different %d%n",
        what, compared, compared - different, different);
    differences.forEach(d -> System.out.println("  " + d));
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
      assertEquals(run.conf.conf(base, "--olddefconfig", null), run.conf.olddefconfig(base));
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
