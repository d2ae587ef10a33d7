package org.distroc.root;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.init.Ending;
import org.distroc.init.InitSystem;
import org.distroc.init.Service;
import org.distroc.init.Step;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Tree;

/**
 * Checks that the programs which a described init starts are in the root, and the devices that it
 * opens. What is mounted over a folder may bring more, and so may a program that ran before.
 */
final class StartedPrograms {
  private static final int EXECUTABLE = 0111;
  private static final String SHELL = "/bin/sh";
  private static final String DEVICES = "/dev/";

  private final InitSystem system;
  private final Tree tree;
  private final SourceLocations locations;
  private final List<Diagnostic> findings;
  private final List<String> mounted = new ArrayList<>();
  private boolean ran;

  private StartedPrograms(
      InitSystem system, Tree tree, SourceLocations locations, List<Diagnostic> findings) {
    this.system = system;
    this.tree = tree;
    this.locations = locations;
    this.findings = findings;
  }

  /** Adds a finding for each program that cannot be started. */
  static void check(
      InitSystem system, Tree tree, SourceLocations locations, List<Diagnostic> findings) {
    new StartedPrograms(system, tree, locations, findings).check();
  }

  private void check() {
    List<Step> steps = system.steps();
    int written =
        locations.node("/init/steps") instanceof Node.Items items ? items.items().size() : 0;
    for (int i = 0; i < steps.size(); i++) {
      step(steps.get(i), "/init/steps/" + (i - (steps.size() - written)));
    }
    for (Service service : system.services()) {
      String key = "/init/services/" + SourceLocations.escape(service.name());
      program(service.launch().program(), locations.nearest(key + "/run/0"));
      service
          .launch()
          .tty()
          .ifPresent(tty -> device(DEVICES + tty, locations.nearest(key + "/tty")));
    }
  }

  private void step(Step step, String key) {
    step.condition()
        .filter(condition -> condition.test() == Step.Test.BLANK)
        .ifPresent(condition -> device(condition.path(), locations.nearest(key + "/if/blank")));
    if (step.action() instanceof Step.Action.Mount mount) {
      device(mount.device(), step.place().at());
      mounted.add(mount.at());
    } else if (step.action() instanceof Step.Action.Run run) {
      String program = run.launch().program();
      boolean known =
          step.condition()
              .filter(c -> c.test() == Step.Test.EXISTS && c.path().equals(program))
              .isEmpty();
      if (known) {
        program(program, locations.nearest(key + "/run/0"));
      }
      ran = true;
    }
    if (step.otherwise() == Ending.SHELL && isUnknown(SHELL).isPresent()) {
      add(
          Diagnostic.warning(Code.D4311, "there is no shell for `else: shell`")
              .at(locations.nearest(key + "/else"))
              .label("starts `" + SHELL + "`")
              .why("`" + SHELL + "` is not in the root")
              .help("add one: `rootfs: {busybox: {package: busybox-static}}`")
              .help("or write what else is to happen, such as `else: poweroff`"));
    }
  }

  /** A file of {@code /dev}: only devtmpfs makes one for each device. */
  private void device(String path, Span at) {
    if (!path.startsWith(DEVICES) || isMountedOver(path) || tree.has(path)) {
      return;
    }
    String message = "nothing brings `" + path + "`";
    add(
        (ran ? Diagnostic.warning(Code.D4314, message) : Diagnostic.error(Code.D4314, message))
            .at(at)
            .label("not in /dev")
            .why("devtmpfs has a file for each device, and no mount brings it to `/dev`")
            .help("add `/dev: devtmpfs` to `init.mounts`, or write `mounts: standard`"));
  }

  private boolean isMountedOver(String path) {
    return mounted.stream().anyMatch(at -> at.equals("/") || path.startsWith(at + "/"));
  }

  /** Why a path leads to no program, unless something may have been mounted there. */
  private Optional<String> isUnknown(String path) {
    if (isMountedOver(path)) {
      return Optional.empty();
    }
    Optional<Entry> entry = tree.reached(path);
    if (entry.isEmpty()) {
      return Optional.of(
          tree.has(path) ? "it is a link that leads nowhere" : "nothing brings it to the root");
    }
    if (!(entry.get().node() instanceof org.distroc.rootfs.Node.File)) {
      return Optional.of("it is a folder or a device");
    }
    return (entry.get().mode() & EXECUTABLE) == 0
        ? Optional.of(
            "it is not executable: its mode is " + Integer.toOctalString(entry.get().mode()))
        : Optional.empty();
  }

  private void program(String path, Span at) {
    Optional<String> why = isUnknown(path);
    if (why.isEmpty()) {
      return;
    }
    String message =
        tree.has(path) ? "`" + path + "` cannot be started" : "`" + path + "` is not in the root";
    Diagnostic finding =
        (ran ? Diagnostic.warning(Code.D4311, message) : Diagnostic.error(Code.D4311, message))
            .at(at)
            .label("cannot start")
            .why(why.get());
    if (tree.has(path)) {
      add(finding.help("name another program, or change that one under `rootfs.files`"));
      return;
    }
    for (String near : near(path)) {
      finding = finding.help("did you mean `" + near + "`?");
    }
    add(finding.help("add it: `files: {" + path + ": {from: FILE}}` under `rootfs:`"));
  }

  /** Programs with a similar path, or with the same name in another folder. */
  private List<String> near(String path) {
    String name = path.substring(path.lastIndexOf('/'));
    List<String> programs =
        tree.entries().stream()
            .map(Entry::path)
            .filter(one -> !one.equals(RootAssembly.INIT) && isProgram(one))
            .toList();
    List<String> same = programs.stream().filter(one -> one.endsWith(name)).limit(3).toList();
    return same.isEmpty() ? NearestNames.nearest(path, programs) : same;
  }

  private boolean isProgram(String path) {
    return tree.reached(path)
        .filter(entry -> entry.node() instanceof org.distroc.rootfs.Node.File)
        .filter(entry -> (entry.mode() & EXECUTABLE) != 0)
        .isPresent();
  }

  private void add(Diagnostic finding) {
    findings.add(finding);
  }
}
