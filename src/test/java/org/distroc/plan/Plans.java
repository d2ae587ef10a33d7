package org.distroc.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.host.Host;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.store.OptionIndex;
import org.distroc.kernel.KernelRelease;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.SyscallTables;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.root.RootAssembly;

/** Plans for tests: recipes put together with the toy kernel, whatever kernel they name. */
public final class Plans {
  /** The toy kernel of the tests. */
  public static final Path TOY = Path.of("cds-training/toy-kernel").toAbsolutePath();

  private static final OptionIndex INDEX =
      OptionIndex.of(
          KconfigTree.load(
                  TOY,
                  new KconfigEnvironment(
                      Map.of("SRCARCH", "x86"), (command, variables) -> "", new ShellResultCache()))
              .model());

  /** Without a cache: the toy's calls are read each time. */
  private static final SyscallTables TABLES =
      new SyscallTables(new Host(Map.of("XDG_CACHE_HOME", "/dev/null"), Path.of("/")));

  private Plans() {}

  /** The toy, as a source of some origin and identity that settles its content. */
  public static KernelTree toy(Path root, String origin, String identity) {
    return new KernelTree(root, new KernelRelease(6, 1, 0, "-toy"), identity, true, origin);
  }

  /** The plan of a recipe in a file, on a kernel. */
  public static BuildPlan of(Path recipe, KernelTree tree) {
    Recipe read = RecipeReader.read(recipe, recipe.getFileName().toString());
    List<Diagnostic> findings = new ArrayList<>();
    BuildPlan plan =
        Planner.plan(
            read,
            RootAssembly.assemble(read, List.of(), findings),
            ResolvedPackages.NONE,
            tree,
            INDEX,
            TABLES,
            findings);
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      throw new Failure(findings);
    }
    return plan;
  }

  /** The plan of a recipe's text, in a folder, on the toy. */
  public static BuildPlan of(Path folder, String recipe) throws IOException {
    Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
    return of(file, toy(TOY, "toy", "sha256:" + "0".repeat(64)));
  }

  /** A recipe's text with more options, and other keys at its end. */
  public static String recipe(String options, String keys) {
    return """
    distro: v1
    name: toy
    version: 1.0.0
    architecture: x86_64
    kernel:
      source: {debian: linux-source-6.1}
      base: tinyconfig
      options:
        64BIT: y
        BLK_DEV_INITRD: y
    """
        + options.indent(4)
        + keys;
  }
}
