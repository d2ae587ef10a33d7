package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.builder.ProjectFolder;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.host.Host;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.settings.SettingsFile;

/**
 * What one run of distroc works with, in all of its phases.
 *
 * @param host with the variables that the user has set for all runs
 * @param reporter says what there is to say
 * @param settings the options of the command line, and what the user has set for all runs
 * @param tools which host tools were found or asked for
 * @param syscalls the system calls of kernels
 */
record RunContext(
    Host host, Reporter reporter, CommonOptions settings, HostTools tools, SyscallTables syscalls) {
  /** The usual one: what the user has set counts, unless the command line says otherwise. */
  static RunContext of(Host host, Reporter reporter, CommonOptions settings) {
    CommonOptions all = settings.over(SettingsFile.read(host));
    Host set = all.preferences.host(host);
    return new RunContext(
        set, reporter, all, new HostTools(set, reporter, all), new SyscallTables(set));
  }

  /** The same, but what is said goes elsewhere; for another thread. */
  RunContext reportingTo(Reporter other) {
    return new RunContext(host, other, settings, tools, syscalls);
  }

  /** Where the project is generated: in the current folder, whatever the recipe's is. */
  ProjectFolder folder(BuildPlan plan) {
    return folder(plan.name());
  }

  /** The same, by the name of the recipe. */
  ProjectFolder folder(String name) {
    Path where = settings.outputFolder().orElse(Path.of("build"));
    if (settings.output == null || settings.several) {
      where = where.resolve(name);
    }
    return new ProjectFolder(host.currentFolder().resolve(where));
  }

  /** Who shows how a long piece of work goes on; to be closed. */
  StageReporter stages() {
    return new StageReporter(reporter, settings.quiet, settings.verbose);
  }

  /** Warnings are said, errors end the work. */
  void check(List<Diagnostic> findings) {
    if (findings.stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      throw new Failure(findings);
    }
    reporter.say(findings);
  }
}
