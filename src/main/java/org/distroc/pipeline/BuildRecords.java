package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.distroc.builder.Artifacts;
import org.distroc.builder.BuildListener;
import org.distroc.builder.ProjectFolder;
import org.distroc.builder.Requirements;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.host.ToolVersions;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.Progress;
import org.distroc.lock.BuildManifest;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.BuildRecord.FileDigest;
import org.distroc.lock.Inputs;
import org.distroc.lock.Lock;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.recipe.Recipe;

/** Records the inputs and outputs of a build, and checks them against the lock file. */
final class BuildRecords {
  private final Host host;
  private final BuildPlan plan;
  private final GeneratedProject project;
  private final Optional<Lock> lock;
  private final Instant started = Instant.now();
  private TimedStages stages;

  /** The records of a build that is about to begin. */
  BuildRecords(Host host, BuildPlan plan, GeneratedProject project, Optional<Lock> lock) {
    this.host = host;
    this.plan = plan;
    this.project = project;
    this.lock = lock;
  }

  /** The lock file of a recipe, if there is one. */
  static Optional<Lock> lockOf(Recipe recipe) {
    return Lock.nextTo(
        recipe.file(), recipe.locations().nearest("").file(), recipe.locations().variant());
  }

  /** Wraps a listener to time the stages. */
  BuildListener timing(BuildListener listener) {
    stages = new TimedStages(listener);
    return stages;
  }

  /** Digests of the outputs that the lock file lists. */
  Set<String> locked() {
    Set<String> digests = new HashSet<>();
    lock.map(Lock::record)
        .ifPresent(
            record -> {
              digests.addAll(record.outputs().values());
              digests.add(record.config());
            });
    return digests;
  }

  /** Differences between the lock file and the inputs. */
  List<Diagnostic> checkInputs() {
    return lock.map(l -> l.check(Inputs.of(plan, project, Version.text(), Optional.empty())))
        .orElse(List.of());
  }

  /** Whether the last build in a folder wrote its manifest. */
  boolean areIn(ProjectFolder folder) {
    return Files.isRegularFile(folder.root().resolve(BuildManifest.FILE));
  }

  /** Removes the manifest: an unfinished build leaves none, not even an older one. */
  void begin(ProjectFolder folder) {
    try {
      Files.deleteIfExists(folder.root().resolve(BuildManifest.FILE));
    } catch (IOException e) {
      throw denied(e);
    }
  }

  /** Differences between the lock file and the tools or kernel configuration. */
  List<Diagnostic> checkConfigured(ResolvedConfig config) {
    if (lock.isEmpty()) {
      return List.of();
    }
    SortedMap<String, String> tools = tools(config);
    List<Diagnostic> findings = lock.get().checkConfig(config.bytes(), tools);
    return findings.isEmpty() ? lock.get().checkTools(tools) : findings;
  }

  /** Writes the manifest of a build that is done; returns differences from the lock file. */
  List<Diagnostic> finish(Artifacts artifacts, FileDigest digest) {
    BuildRecord record = record(artifacts, digest);
    try {
      new BuildManifest(plan, record, artifacts.sizes(), stages.times(), started)
          .write(artifacts.folder());
    } catch (IOException e) {
      throw denied(e);
    }
    return lock.map(l -> l.checkOutputs(record)).orElse(List.of());
  }

  /** Differences between the lock file and existing outputs. */
  List<Diagnostic> check(Artifacts artifacts, FileDigest digest) {
    return lock.map(l -> l.checkOutputs(record(artifacts, digest))).orElse(List.of());
  }

  /** Inputs and outputs of the build. */
  BuildRecord record(Artifacts artifacts, FileDigest digest) {
    try {
      Path config = artifacts.folder().resolve(ProjectLayout.CONFIG);
      return BuildRecord.of(
          Inputs.of(plan, project, Version.text(), debianVersion()),
          tools(ResolvedConfig.read(config)),
          artifacts.sizes().keySet(),
          digest);
    } catch (IOException e) {
      throw denied(e);
    }
  }

  private Optional<String> debianVersion() {
    KernelSources sources = new KernelSources(host, Progress.NONE);
    return plan.recipe().source() instanceof KernelSource.Debian debian
        ? sources.version(debian, plan.kernel().tree())
        : Optional.empty();
  }

  private SortedMap<String, String> tools(ResolvedConfig config) {
    try {
      return new ToolVersions(host).remembered(Requirements.toBuild(plan, config));
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  private static Failure denied(IOException e) {
    return new Failure(
        Diagnostic.error(Code.D6004, "cannot use the build folder")
            .why(IoErrors.reason(e))
            .help("check free space and permissions, or choose another folder with `-o DIR`"),
        e);
  }
}
