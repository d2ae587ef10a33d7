package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.JobServer;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RecipeChange;
import org.distroc.recipe.NamedRecipe;
import org.distroc.recipe.layers.SeveralArchitectures;
import org.distroc.report.Plurals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds every mistake in recipes, and builds nothing. */
@Command(
    sortOptions = false,
    description =
        "Nothing is built. With --fix, verified fixes for kernel options are written to the"
            + " recipes.",
    footer = {
      "",
      "Example: distroc check recipes/*.yaml",
      "Example: distroc check --fix my.yaml     adds missing dependencies of kernel options"
    })
final class CheckVerb extends RecipeVerb {
  @Option(
      names = "--fix",
      description = "Write verified fixes for kernel options that do not take effect.")
  private boolean fix;

  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  private final List<Map<String, Object>> edits = new ArrayList<>();

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  boolean takes(List<Path> named) {
    recipes = named;
    return true;
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    ExitCode worst = ExitCode.DONE;
    if (fix && recipes.stream().anyMatch(NamedRecipe::isStandardInput)) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--fix` cannot change a recipe from standard input")
              .help("name its file"));
    }
    // The first one fills the caches that all share.
    int alone = fix ? recipes.size() : 1;
    for (Path recipe : recipes.subList(0, alone)) {
      worst = worse(worst, check(pipeline, recipe, reporter));
    }
    if (alone < recipes.size()) {
      worst = worse(worst, sideBySide(pipeline, recipes.subList(alone, recipes.size())));
    }
    if (fix) {
      reporter.result("edits", edits);
    }
    return worst;
  }

  private static ExitCode worse(ExitCode before, ExitCode now) {
    return now == ExitCode.DONE ? before : now;
  }

  private ExitCode check(Pipeline pipeline, Path recipe, Reporter own) throws Exception {
    int before = own.reported();
    AtomicBoolean whole = new AtomicBoolean(true);
    try {
      check(pipeline, recipe, whole);
      own.info(recipe + ": " + outcome(own.reported() - before, whole.get()));
      return ExitCode.DONE;
    } catch (SeveralArchitectures several) {
      List<String> names = several.names();
      ExitCode exit =
          EachArchitecture.find(names, pipeline, own, (one, unused) -> check(one, recipe, whole));
      if (exit == ExitCode.DONE) {
        String outcome = outcome(own.reported() - before, whole.get());
        own.info(recipe + ": " + outcome + " for " + String.join(", ", names));
      }
      return exit;
    } catch (Failure failure) {
      own.report(failure.diagnostics());
      return failure.exit();
    }
  }

  /**
   * Checks one recipe.
   *
   * @param whole becomes false if something could not be checked
   */
  private ExitCode check(Pipeline pipeline, Path recipe, AtomicBoolean whole) {
    if (fix) {
      fix(pipeline, recipe);
    }
    if (!pipeline.check(recipe)) {
      whole.set(false);
    }
    return ExitCode.DONE;
  }

  private static String outcome(int warnings, boolean whole) {
    String found =
        warnings == 0 ? "no mistakes" : Plurals.count(warnings, "warning") + ", no errors";
    return whole ? found : found + " in what was checked";
  }

  /** Checks recipes in parallel, and reports in their order. */
  private ExitCode sideBySide(Pipeline pipeline, List<Path> several) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(JobServer.processors());
    try {
      List<Reporter> reporters = new ArrayList<>();
      List<Future<ExitCode>> exits = new ArrayList<>();
      for (Path recipe : several) {
        Reporter own = reporter.recording();
        reporters.add(own);
        exits.add(threads.submit(() -> check(pipeline.reportingTo(own), recipe, own)));
      }
      ExitCode worst = ExitCode.DONE;
      for (int i = 0; i < several.size(); i++) {
        worst = worse(worst, exits.get(i).get());
        reporter.replay(reporters.set(i, null));
      }
      return worst;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Writes verified fixes; the check that follows reports what remains. */
  private void fix(Pipeline pipeline, Path recipe) {
    Optional<RecipeChange> change = pipeline.fix(recipe);
    if (change.isPresent()) {
      change.get().write();
      show(change.get());
      edits.addAll(change.get().toMaps());
    }
  }
}
