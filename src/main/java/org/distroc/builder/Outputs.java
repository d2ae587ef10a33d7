package org.distroc.builder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.format.ImageFormat;
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
    }
    if (plan.buildsInitramfs()) {
      if (plan.root().isPresent()) {
        outputs.addAll(List.of(ProjectLayout.ROOT_LIST, ProjectLayout.ROOT_ARCHIVE));
      }
      outputs.add(plan.initramfsName());
    }
    plan.image().formats().stream()
        .flatMap(this::files)
        .filter(name -> !outputs.contains(name))
        .forEach(outputs::add);
    return outputs;
  }

  /** The file of a format, and those that belong to it. */
  private Stream<String> files(ImageFormat format) {
    return Stream.concat(
        Stream.of(format.fileName(plan.contents())), format.more(plan.contents()).stream());
  }

  /** Names of the folders that make creates, with everything in them. */
  List<String> folders() {
    List<String> folders =
        new ArrayList<>(List.of(ProjectLayout.ROOTFS, ProjectLayout.HEADERS, ProjectLayout.DEBUG));
    folders.addAll(scratch());
    return folders;
  }

  /** Names of the folders that only the image step uses. */
  List<String> scratch() {
    return plan.image().written().stream().flatMap(f -> f.scratch().stream()).toList();
  }

  /** Names of the files that the kernel's make, or its cache, provides. */
  Set<String> ofKernel() {
    return Set.of(
        ProjectLayout.CONFIG, ProjectLayout.SYSTEM_MAP, plan.architecture().kernel().target());
  }

  /** Names of the base configuration while and after make writes it, if make does. */
  List<String> ofBase() {
    return plan.kernel()
        .base()
        .map(name -> List.of(name + ".config", name + ".config.new"))
        .orElse(List.of());
  }

  /** Names of the boot loaders' configurations. */
  Set<String> configurations() {
    Set<String> names = new TreeSet<>();
    plan.image()
        .written()
        .forEach(
            format -> {
              names.addAll(format.configurations(plan.image().settings(format)));
              names.addAll(format.sources(plan.image().settings(format)));
            });
    return names;
  }

  /** Names of the images that contain other outputs. */
  List<String> images() {
    List<String> images = new ArrayList<>();
    plan.image().formats().forEach(format -> files(format).forEach(images::add));
    images.removeAll(List.of(plan.architecture().kernel().target(), plan.initramfsName()));
    return images;
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
    stages.put(ProjectLayout.ROOT_ARCHIVE, Stage.ROOTFS);
    stages.put(ProjectLayout.ROOT_LIST, Stage.ROOTFS);
    stages.put(plan.initramfsName(), Stage.IMAGE);
    plan.image().formats().forEach(f -> files(f).forEach(n -> stages.put(n, Stage.IMAGE)));
    stages.put(plan.architecture().kernel().target(), Stage.KERNEL);
    return stages;
  }

  /** The artifacts that are in a folder now. */
  Artifacts artifacts(Path folder, boolean upToDate) {
    return Artifacts.of(folder, names(), upToDate);
  }
}
