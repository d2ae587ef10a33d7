package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.IoErrors;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.InputChange;
import org.distroc.lock.Lock;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.RunOptions;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds a recipe and writes its lock file, which pins inputs and outputs. */
@Command(
    sortOptions = false,
    description =
        "The lock file lists the digests of all inputs and outputs, and the versions of the tools.",
    footer = {
      "",
      "Example: distroc lock recipes/tiny.yaml",
      "Example: distroc lock --update recipes/tiny.yaml     accepts changed inputs"
    })
final class LockVerb extends OneRecipeVerb {
  @Option(names = "--update", description = "Replace an existing lock file.")
  private boolean update;

  @Override
  RunOptions options() {
    return super.options().ignoringLock(update).using(RunOptions.BaseUse.RESOLVED);
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    return EachArchitecture.run(pipeline, reporter, this::lock);
  }

  private ExitCode lock(Pipeline pipeline, Reporter to) {
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    Optional<Lock> before = before(plan.recipe());
    refuseUnpinned(plan);
    Artifacts artifacts = pipeline.build(planned, false);
    BuildRecord record = pipeline.record(plan, artifacts);
    Path file = Lock.fileOf(plan.recipe().file(), plan.recipe().variant());
    if (before.isEmpty() || update) {
      write(plan.recipe(), record);
      to.result(host.shown(file).toString());
      report(before.map(lock -> lock.record().changes(record)).orElse(List.of()), to);
    } else {
      to.report(before.get().checkOutputs(record));
      to.info(host.shown(file) + " holds.");
    }
    to.result("lock", file.toString());
    return ExitCode.DONE;
  }

  /** The lock that is there; one with a mistake in it may be written over. */
  private Optional<Lock> before(BuildPlan.Origin origin) {
    try {
      return Lock.nextTo(origin.file(), origin.shown(), origin.variant());
    } catch (Failure mistake) {
      if (update) {
        return Optional.empty();
      }
      throw mistake;
    }
  }

  /** A folder can change without anybody telling. */
  private static void refuseUnpinned(BuildPlan plan) {
    if (!plan.kernel().tree().pinned()) {
      throw new Failure(
          Diagnostic.error(Code.D1088, "a kernel from a folder cannot be locked")
              .at(plan.recipe().sourceAt())
              .why("the contents of a folder can change unnoticed")
              .help("use a `debian`, `tarball` or `git` source"));
    }
  }

  private void write(BuildPlan.Origin origin, BuildRecord record) {
    try {
      Lock.write(origin.file(), origin.variant(), record);
    } catch (IOException e) {
      Path file = Lock.fileOf(origin.file(), origin.variant());
      throw new Failure(
          Diagnostic.error(Code.D8005, "cannot write " + host.shown(file))
              .why(IoErrors.reason(e))
              .help("check free space and permissions"),
          e);
    }
  }

  private static void report(List<InputChange> changes, Reporter to) {
    changes.forEach(change -> to.info("changed: " + change.line()));
    to.result("changes", changes.stream().map(InputChange::line).toList());
  }
}
