package org.distroc.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.builder.BuildListener;
import org.distroc.builder.ProjectFolder;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * Builds recipes from scratch as another user would on another machine: by make alone, without
 * distroc and its caches, under an {@link EnvironmentVariation}. Recipes with the same kernel and
 * configuration share one compilation.
 */
public final class IndependentRebuild {
  private static final Duration LIMIT = Duration.ofHours(4);
  private static final String CONFIG = ProjectLayout.CONFIG;

  private final Host host;
  private final Path folder;
  private final int jobs;
  private final BuildListener listener;
  private final Map<Path, EnvironmentVariation> surroundings = new HashMap<>();
  private final Map<String, Path> kernels = new HashMap<>();

  /**
   * Rebuilds in a folder.
   *
   * @param folder an empty folder
   * @param jobs the number of parallel jobs of make
   */
  public IndependentRebuild(Host host, Path folder, int jobs, BuildListener listener) {
    this.host = host;
    this.folder = folder;
    this.jobs = jobs;
    this.listener = listener;
  }

  /**
   * Result of a build.
   *
   * @param folder where it is
   * @param varied what differed from this machine
   * @param unvaried what could not be varied, with the reason
   */
  public record Result(Path folder, List<String> varied, Map<String, String> unvaried) {}

  /**
   * Builds a project.
   *
   * @param source the kernel source, a path without links
   * @param outputs the files to build
   * @throws Failure D6034 if make fails
   */
  public Result build(
      BuildPlan plan, GeneratedProject project, Collection<String> outputs, Path source)
      throws IOException {
    Path root = folder.resolve("a longer name, with spaces").resolve(plan.name());
    ProjectFolder generated = new ProjectFolder(root, host.cache());
    generated.write(project);
    generated.packRoot(plan);
    EnvironmentVariation here = surroundings(source);
    make(here, root, List.of(CONFIG));
    String kernel =
        plan.kernel().tree().identity()
            + "\n"
            + BoundedFiles.latin1(root.resolve(CONFIG), BoundedFiles.TEXT);
    if (kernels.containsKey(kernel) && plan.kernel().tree().pinned()) {
      for (String name : List.of(plan.architecture().kernel().target(), ProjectLayout.SYSTEM_MAP)) {
        Files.copy(kernels.get(kernel).resolve(name), root.resolve(name));
      }
    }
    make(here, root, new ArrayList<>(outputs));
    kernels.putIfAbsent(kernel, root);
    return new Result(root, here.varied(), here.unvaried());
  }

  /** The environment for a kernel source, prepared once. */
  private EnvironmentVariation surroundings(Path tree) throws IOException {
    EnvironmentVariation here = surroundings.get(tree);
    if (here == null) {
      Path own = Files.createDirectories(folder.resolve("around-" + surroundings.size()));
      here = new EnvironmentVariation(host, folder, own, tree);
      surroundings.put(tree, here);
    }
    return here;
  }

  private void make(EnvironmentVariation here, Path root, List<String> targets) throws IOException {
    // The build folder may have spaces to test distroc's own rules; the kernel's cannot handle
    // them.
    Path objects = folder.resolve("objects-of-" + root.getFileName());
    List<String> words =
        new ArrayList<>(List.of("make", "-j" + jobs, "-r", "-f", ProjectLayout.MAKEFILE));
    words.add("KERNEL_SOURCE=" + here.kernelSource());
    words.add("KERNEL_OBJECTS=" + objects);
    words.addAll(targets);
    Command command =
        here.command(words, root)
            .limit(LIMIT)
            .lines(listener::line)
            .log(folder.resolve(root.getFileName() + ".log"));
    Outcome outcome = new ProcessRunner(host).run(command);
    if (!outcome.succeeded()) {
      throw new Failure(
          Diagnostic.error(Code.D6034, "the second build failed with status " + outcome.exit())
              .why(outcome.lastLines(12))
              .why("it differs from the first in: " + String.join(", ", here.varied()))
              .help("the first build succeeded, so the build depends on one of these"));
    }
  }
}
