package org.distroc.builder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * The files that a build of a plan leaves in its folder, and the stages that make them.
 *
 * @param plan the plan
 * @param generated names of the generated files
 */
record Outputs(BuildPlan plan, Set<String> generated) {

  /** Names of all files: generated and built. */
  List<String> all() {
    List<String> outputs = new ArrayList<>(generated);
    outputs.add(ProjectLayout.CONFIG);
    outputs.add(plan.architecture().kernel().target());
    if (plan.init().isPresent()) {
      outputs.addAll(List.of(ProjectLayout.INIT_ELF, ProjectLayout.INIT));
      if (plan.buildsInitramfs()) {
        outputs.add(plan.initramfsName());
      }
    }
    plan.image().formats().stream()
        .map(format -> format.fileName(plan.contents()))
        .filter(name -> !outputs.contains(name))
        .forEach(outputs::add);
    return outputs;
  }

  /** Names of files by their kind in {@link Artifacts}. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(Artifacts.INIT, ProjectLayout.INIT);
    names.put(Artifacts.INIT_ELF, ProjectLayout.INIT_ELF);
    names.put(Artifacts.KERNEL, plan.architecture().kernel().target());
    names.put(Artifacts.INITRAMFS, plan.initramfsName());
    plan.image().formats().forEach(f -> names.put(f.name(), f.fileName(plan.contents())));
    names.values().retainAll(all());
    return names;
  }

  /** The stage that makes each file; the rest are generated files. */
  Map<String, Stage> stages() {
    Map<String, Stage> stages = new LinkedHashMap<>();
    stages.put(ProjectLayout.INIT_ELF, Stage.INIT);
    stages.put(ProjectLayout.INIT, Stage.INIT);
    stages.put(ProjectLayout.CONFIG, Stage.KERNEL);
    stages.put(plan.initramfsName(), Stage.IMAGE);
    plan.image().formats().forEach(f -> stages.put(f.fileName(plan.contents()), Stage.IMAGE));
    stages.put(plan.architecture().kernel().target(), Stage.KERNEL);
    return stages;
  }

  /** The artifacts that are in a folder now. */
  Artifacts artifacts(Path folder, boolean upToDate) {
    return Artifacts.of(folder, names(), upToDate);
  }
}
