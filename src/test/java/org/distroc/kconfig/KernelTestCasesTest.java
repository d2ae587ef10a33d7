package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.distroc.kconfig.shell.ShellResultCache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases that the kernel tests its own program with ({@code scripts/kconfig/tests}): we accept
 * and refuse the same ones, and give the same configurations. Needs {@code distroc.kernel.tree}.
 */
@Tag("kernel")
class KernelTestCasesTest {
  private static final List<String> TARGETS =
      List.of("alldefconfig", "allnoconfig", "allyesconfig", "allmodconfig");

  @TempDir Path folder;

  @Test
  void theKernelsOwnTestCasesPass() throws IOException {
    Path source =
        Path.of(System.getProperty("distroc.kernel.tree", "/distroc.kernel.tree-is-missing"));
    Path kconfig = source.resolve("scripts/kconfig");
    List<Path> cases;
    try (Stream<Path> folders = Files.list(kconfig.resolve("tests"))) {
      cases = folders.filter(f -> Files.exists(f.resolve("Kconfig"))).sorted().toList();
    }
    assertTrue(cases.size() > 5, "only " + cases.size() + " cases");
    ConfProgram program = ConfProgram.build(source, folder, Map.of("ARCH", "x86"));
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path one : cases) {
      Path copy = folder.resolve("case-" + one.getFileName());
      copy(one, copy);
      copy(kconfig, copy.resolve("scripts/kconfig"));
      for (String target : TARGETS) {
        compared++;
        Optional<String> theirs = program.of(copy).attempt("--" + target);
        Optional<String> ours = ours(copy, target);
        if (!theirs.equals(ours)) {
          differences.add(one.getFileName() + " " + target + ": " + theirs + " but " + ours);
        }
      }
    }
    System.out.println("the kernel's own cases: compared " + compared);
    assertEquals(List.of(), differences);
  }

  private Optional<String> ours(Path tree, String target) {
    try (ProcessShellRunner shell = new ProcessShellRunner(Host.ofProcess(), folder, tree)) {
      KconfigEnvironment environment =
          new KconfigEnvironment(Map.of(), shell, new ShellResultCache());
      byte[] bytes =
          KconfigTree.load(tree, environment)
              .resolve(new BaseConfig.Target(target), List.of())
              .write();
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (Failure refused) {
      return Optional.empty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
