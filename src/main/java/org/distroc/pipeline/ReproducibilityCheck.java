package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.JobServer;
import org.distroc.host.Trees;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.Progress;
import org.distroc.lock.BuildRecord;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.verify.Difference;
import org.distroc.verify.FileComparison;
import org.distroc.verify.IndependentRebuild;

/**
 * Builds recipes twice from scratch: first as distroc builds, with a cache that is empty; then in a
 * varied environment, from a kernel source that is unpacked again if its archive is there.
 */
public final class ReproducibilityCheck implements AutoCloseable {
  private static final Duration STALE = Duration.ofDays(1);

  private final Host host;
  private final RunListener listener;
  private final RunOptions options;
  private final Path folder;
  private final StageListener stages;
  private final IndependentRebuild second;

  /** Kernel sources that were unpacked again, by identity. */
  private final Map<String, Optional<Path>> sources = new HashMap<>();

  /** Creates a temporary folder for the builds; {@link #close} removes it. */
  public ReproducibilityCheck(Host host, RunListener listener, RunOptions options)
      throws IOException {
    this.host = host;
    this.listener = listener;
    this.options = options;
    Path all = Files.createDirectories(host.cache().folder(CacheFolder.VERIFY));
    removeStale(all);
    this.folder = Files.createTempDirectory(all, "");
    this.stages = listener.stages();
    this.second =
        new IndependentRebuild(
            host,
            Files.createDirectory(folder.resolve("second")),
            oneMoreThan(options.jobsOrDefault()),
            stages);
  }

  /**
   * Result of two builds.
   *
   * @param digests SHA-256 of each file of the first, by name
   * @param differences the first of each file that differs; ingredients come before the images made
   *     from them
   * @param kept where the files are, if they differ
   */
  public record Result(
      Map<String, String> digests,
      List<Difference> differences,
      List<String> varied,
      Map<String, String> unvaried,
      Path kept) {

    /** Member names and values for a program. */
    public Map<String, Object> toMap(String name) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("same", differences.isEmpty());
      map.put("outputs", digests);
      map.put("differences", differences.stream().map(Difference::line).toList());
      map.put("varied", varied);
      map.put("unvaried", unvaried);
      return map;
    }

    /** The error for builds that differ. */
    public Diagnostic diagnostic(String name, Host host) {
      Difference first = differences.get(0);
      Diagnostic diagnostic =
          Diagnostic.error(
              Code.D6031,
              "two builds of "
                  + name
                  + " differ; first difference in "
                  + String.join(" > ", first.path()));
      for (Difference difference : differences) {
        diagnostic = diagnostic.why(difference.line());
      }
      Path shown = host.shown(kept);
      String file = first.path().get(0);
      return diagnostic
          .why("the second build varied " + String.join(", ", varied))
          .help("both builds are kept in " + shown)
          .help(diffoscope(host, shown.resolve("first/" + file), shown.resolve("second/" + file)));
    }
  }

  /** How to see all differences of two files. */
  public static String diffoscope(Host host, Path one, Path other) {
    String line = Command.of("diffoscope", one.toString(), other.toString()).line();
    return host.find("diffoscope").isPresent()
        ? "for all differences: " + line
        : "for all differences, once diffoscope is installed: " + line;
  }

  /**
   * Builds twice.
   *
   * @param keep the folder in which differing files are kept
   */
  public Result build(BuildPlan plan, GeneratedProject project, Path keep) throws IOException {
    listener.info(plan.name() + ": first build");
    Artifacts artifacts = first(plan);
    List<String> names = outputs(artifacts);
    listener.info(plan.name() + ": second build");
    stages.stage("by make");
    Optional<Path> again = unpackAgain(plan);
    Path source = again.orElse(plan.kernel().tree().root());
    IndependentRebuild.Result result = second.build(plan, project, names, source);
    stages.done("");
    if (again.isEmpty() && plan.kernel().tree().pinned()) {
      listener.info(
          plan.name() + ": both builds used the kernel source in the cache; its archive is gone");
    }
    return compare(plan, artifacts.folder(), result, names, keep.resolve(ProjectLayout.COMPARED));
  }

  /** The kernel source of a plan from its archive, if that is on this machine. */
  private Optional<Path> unpackAgain(BuildPlan plan) throws IOException {
    String identity = plan.kernel().tree().identity();
    if (!sources.containsKey(identity)) {
      Path place = Files.createDirectory(folder.resolve("source-" + sources.size()));
      KernelSources all = new KernelSources(host, Progress.NONE);
      sources.put(identity, all.unpackAgain(plan.recipe().source(), plan.kernel().tree(), place));
    }
    return sources.get(identity);
  }

  /** With the settings of this run, but an empty cache, and without ccache and distcc. */
  private Artifacts first(BuildPlan plan) throws IOException {
    Map<String, String> environment = new HashMap<>(host.environment());
    Path config = Files.createDirectories(folder.resolve("config/distroc"));
    Files.writeString(config.resolve("config.yaml"), "ccache: {use: off}\n");
    environment.put("XDG_CONFIG_HOME", config.getParent().toString());
    environment.put("DISTROC_CACHE", folder.resolve("first/cache").toString());
    RunOptions own = options.isolatedIn(folder.resolve("first").resolve(plan.name()));
    return new Pipeline(new Host(environment, host.currentFolder()), listener, own)
        .build(Planned.of(plan), false);
  }

  /** The outputs, ingredients before the images made from them. */
  private static List<String> outputs(Artifacts artifacts) {
    List<String> names = new ArrayList<>(List.of(ProjectLayout.CONFIG));
    artifacts.initElf().ifPresent(file -> names.add(ProjectLayout.INIT_ELF));
    artifacts.init().ifPresent(file -> names.add(ProjectLayout.INIT));
    artifacts
        .initramfs()
        .ifPresent(
            file -> {
              // The uncompressed archive shows differences better.
              names.add(ProjectLayout.INITRAMFS);
              names.add(file.getFileName().toString());
            });
    names.add(ProjectLayout.SYSTEM_MAP);
    names.add(artifacts.kernel().getFileName().toString());
    names.addAll(artifacts.sizes().keySet());
    return names.stream().distinct().toList();
  }

  private static Result compare(
      BuildPlan plan, Path first, IndependentRebuild.Result second, List<String> names, Path keep)
      throws IOException {
    List<Difference> differences = new ArrayList<>();
    Trees.delete(keep);
    for (String name : names) {
      Optional<Difference> difference =
          FileComparison.first(
              name,
              BoundedFiles.bytes(first.resolve(name), BoundedFiles.PROGRAM),
              BoundedFiles.bytes(second.folder().resolve(name), BoundedFiles.PROGRAM));
      if (difference.isPresent()) {
        differences.add(difference.get());
        copy(first.resolve(name), keep.resolve("first"));
        copy(second.folder().resolve(name), keep.resolve("second"));
      }
    }
    return new Result(
        BuildRecord.digests(first, names), differences, second.varied(), second.unvaried(), keep);
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(file, Files.createDirectories(folder).resolve(file.getFileName()));
  }

  /** A number of jobs that differs from that of the first build. */
  private static int oneMoreThan(int jobs) {
    return (jobs == JobServer.JOIN ? Runtime.getRuntime().availableProcessors() : jobs) + 1;
  }

  /** Leftovers of a killed run. */
  private static void removeStale(Path all) throws IOException {
    Instant limit = Instant.now().minus(STALE);
    try (Stream<Path> folders = Files.list(all)) {
      for (Path one : folders.toList()) {
        if (Files.getLastModifiedTime(one).toInstant().isBefore(limit)) {
          Trees.delete(one);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    stages.close();
    Trees.delete(folder);
  }
}
