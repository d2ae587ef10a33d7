package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.builder.config.PlanKeys;
import org.distroc.builder.toolchain.ToolVersionCache;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.diag.Diagnostic;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.Trees;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * Compares a build with the last one in the same, locked folder: whether it is up to date, which
 * old files must be removed, and why stages were rebuilt.
 */
final class BuildHistory {
  private final Host host;
  private final GeneratedProject tree;
  private final ProjectFolder folder;
  private final BuildPlan plan;
  private final Toolchain toolchain;
  private final Outputs outputs;
  private final BuildState state;
  private final String project;
  private final Optional<FinishedBuild> last;
  private final List<String> damaged;
  private boolean ran;

  BuildHistory(
      Host host, BuildPlan plan, GeneratedProject tree, ProjectFolder folder, Toolchain toolchain)
      throws IOException {
    this.host = host;
    this.tree = tree;
    this.folder = folder;
    this.plan = plan;
    this.toolchain = toolchain;
    this.outputs = new Outputs(plan, tree.files().keySet());
    this.state = new BuildState(folder);
    CacheKey key = new CacheKey().add(toolchain.all());
    tree.files().forEach((path, content) -> key.add(path).add(content));
    // Not in the files, but what init.allow suppressed yesterday may be an error today.
    this.project = key.add(PlanKeys.build(plan)).hex();
    this.last = state.last();
    this.damaged = last.isPresent() ? damaged(last.get()) : List.of();
  }

  private List<String> damaged(FinishedBuild build) throws IOException {
    List<String> changed = new ArrayList<>(FinishedBuild.changed(folder.root(), build.outputs()));
    changed.addAll(FinishedBuild.changed(folder.root(), build.parts()));
    changed.addAll(FinishedBuild.changed(folder.root(), build.reads()));
    return changed;
  }

  /** Whether the last build is complete and this one would be the same. */
  boolean isCurrent() throws IOException {
    return last.isPresent()
        && last.get().project().equals(project)
        && last.get().isWhole(folder.root());
  }

  /** The artifacts that are in the folder now. */
  Artifacts artifacts(boolean upToDate) {
    return outputs.artifacts(folder.root(), upToDate);
  }

  /**
   * Writes the project's files. Removes links that are in the way, files of the future, and files
   * that are stale, that other tools built, that an interrupted build left, or that were changed
   * since: make compares timestamps only and would keep them.
   */
  List<Diagnostic> writeProject() throws IOException {
    ran = true;
    List<Diagnostic> warnings = new ArrayList<>();
    FolderSweep sweep = new FolderSweep(folder.root(), outputs);
    sweep.clear().ifPresent(warnings::add);
    if (!folder.isKnown()) {
      sweep.strange().ifPresent(warnings::add);
      removeFolders();
    }
    if (last.isEmpty() || !damaged.isEmpty() || !hasTools(last.get())) {
      removeBuilt();
    } else {
      removeStale(last.get());
    }
    settleTimes();
    state.begin();
    warnings.addAll(folder.writeLocked(tree));
    return warnings;
  }

  private boolean hasTools(FinishedBuild build) {
    Map<String, String> before = build.inputs().values();
    return toolchain.tools().entrySet().stream()
        .allMatch(tool -> tool.getValue().equals(before.get(BuildInputs.TOOL + tool.getKey())));
  }

  /**
   * Removes what the image step must make again, so that what is there afterwards is new, and gives
   * the files of a finished kernel one time: make must not take them for older than each other.
   *
   * @param finished whether the kernel needs no make any more
   */
  void beforeImage(boolean finished) throws IOException {
    remove(outputs.images());
    // What is in there depends on settings, too, which make does not see.
    for (String name : outputs.scratch()) {
      Trees.delete(folder.root().resolve(name));
    }
    boolean sameInit = plan.init().isEmpty() || isAsBefore(ProjectLayout.INIT);
    boolean sameRoot = plan.root().isEmpty() || isAsBefore(ProjectLayout.ROOT_ARCHIVE);
    if (plan.buildsInitramfs() && !(sameInit && sameRoot)) {
      remove(List.of(ProjectLayout.ROOTFS + "/" + ProjectLayout.INIT, ProjectLayout.INITRAMFS));
      remove(List.of(plan.initramfsName()));
    }
    if (finished) {
      FileTime now = FileTime.from(state.clock());
      List<String> names = new ArrayList<>(outputs.ofKernel());
      names.addAll(outputs.ofBase());
      names.addAll(List.of(ProjectLayout.FRAGMENT, ProjectLayout.BASE));
      for (String name : names) {
        Path file = folder.root().resolve(name);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.setLastModifiedTime(file, now);
        }
      }
    }
  }

  private boolean isAsBefore(String name) throws IOException {
    Optional<OutputFile> before = last.flatMap(build -> build.output(name));
    return before.isPresent() && before.get().isUnchanged(folder.root());
  }

  private void removeFolders() throws IOException {
    for (String name : outputs.folders()) {
      Trees.delete(folder.root().resolve(name));
    }
  }

  /** Removes everything that make built in the folder. */
  void removeBuilt() throws IOException {
    remove(built());
    Trees.delete(folder.root().resolve(ProjectLayout.HEADERS));
  }

  /** Names of files that make wrote or may have written. */
  private List<String> built() throws IOException {
    List<String> built = new ArrayList<>(folder.built());
    built.addAll(outputs.all());
    built.addAll(outputs.ofBase());
    built.add(ProjectLayout.SYSTEM_MAP);
    built.removeAll(tree.files().keySet());
    return built;
  }

  private void remove(List<String> names) throws IOException {
    for (String name : names) {
      Files.deleteIfExists(folder.root().resolve(name));
    }
  }

  private void removeStale(FinishedBuild build) throws IOException {
    Set<String> changed = new TreeSet<>();
    for (Map.Entry<String, byte[]> file : tree.files().entrySet()) {
      String now = BuildInputs.digest(file.getValue());
      if (build.output(file.getKey()).filter(old -> old.digest().equals(now)).isEmpty()) {
        changed.add(file.getKey());
      }
    }
    List<String> made = built();
    build.outputs().stream()
        .map(OutputFile::name)
        .filter(name -> !made.contains(name) && !tree.files().containsKey(name))
        .filter(name -> !name.equals(ProjectLayout.MANIFEST))
        .forEach(changed::add);
    if (!changed.isEmpty()) {
      // The kernel is no part of it: its files come from the cache, or from a make that looks.
      made.removeAll(outputs.ofKernel());
      remove(new StaleFiles(made).after(changed, outputs.configurations()));
    }
  }

  /**
   * Removes built files that are newer than now, by the file system's own clock, and gives files of
   * the project that are a time that make can compare with.
   */
  private void settleTimes() throws IOException {
    FileTime now = FileTime.from(state.clock());
    List<String> built = built();
    for (String name : built) {
      if (isNewer(name, now)) {
        Files.deleteIfExists(folder.root().resolve(name));
      }
    }
    for (String name : tree.files().keySet()) {
      if (isNewer(name, now)) {
        Files.setLastModifiedTime(folder.root().resolve(name), now);
      }
    }
  }

  private boolean isNewer(String name, FileTime time) throws IOException {
    Path file = folder.root().resolve(name);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(time) > 0;
  }

  /** The digest of a file in the folder. */
  String digest(String name) throws IOException {
    List<OutputFile> before = last.map(FinishedBuild::outputs).orElse(List.of());
    List<OutputFile> found = state.record(List.of(name), before);
    if (found.isEmpty()) {
      throw new NoSuchFileException(folder.root().resolve(name).toString());
    }
    return found.get(0).digest();
  }

  /**
   * Records a complete build.
   *
   * @see Builder#finish
   */
  List<RebuildReason> finish(
      String recipe, BuildInputs inputs, List<Diagnostic> warnings, List<String> records)
      throws IOException {
    List<String> names = new ArrayList<>(outputs.all());
    names.addAll(records);
    List<OutputFile> before = last.map(FinishedBuild::outputs).orElse(List.of());
    List<OutputFile> parts = last.map(FinishedBuild::parts).orElse(List.of());
    FinishedBuild now =
        new FinishedBuild(
            recipe,
            inputs,
            project,
            outputs.names(),
            state.record(names, before),
            state.record(folder.built(), parts),
            state.record(reads(), last.map(FinishedBuild::reads).orElse(List.of())),
            warnings);
    Optional<FinishedBuild> previous = last.isPresent() ? last : state.previous();
    state.remember(now);
    return reasons(now, previous, records);
  }

  private List<String> reads() throws IOException {
    return plan.init().isPresent()
        ? InitReads.of(folder.root(), plan).inputs(tree.files().keySet())
        : List.of();
  }

  private List<RebuildReason> reasons(
      FinishedBuild now, Optional<FinishedBuild> previous, List<String> records) {
    ToolVersionCache versions = new ToolVersionCache(host);
    versions.noteVersions(toolchain);
    Map<String, Stage> stages = outputs.stages();
    records.forEach(record -> stages.put(record, Stage.NOTHING));
    RebuildReasons reasons = new RebuildReasons(now, stages, versions::version);
    return ran ? reasons.ofRun(previous, last.isPresent(), damaged) : reasons.ofNone(previous);
  }
}
