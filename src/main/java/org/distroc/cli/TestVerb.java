package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.boot.BootResult;
import org.distroc.build.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.plan.BootTest;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Builds recipes, boots each without a screen, and runs their own tests. */
@Command(
    name = "test",
    sortOptions = false,
    description = "Build, boot without a screen, and run each recipe's own test.",
    footer = {"", "Example: distroc test recipes/*.yaml"})
final class TestVerb extends RecipeVerb {
  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  private final List<String> table = new ArrayList<>();
  private final List<Map<String, Object>> results = new ArrayList<>();

  @Override
  boolean takes(List<Path> named) {
    recipes = named;
    return true;
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    if (recipes.size() > 1 && settings.output != null) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--output` is for one recipe, and there are several")
              .why("each would be built over the one before")
              .help("leave it out: each recipe has a folder build/<name> of its own"));
    }
    ExitCode first = ExitCode.DONE;
    settings.several = recipes.size() > 1;
    for (Path recipe : recipes) {
      ExitCode exit = testOne(pipeline, recipe);
      if (first == ExitCode.DONE) {
        first = exit;
      }
    }
    table.forEach(reporter::result);
    reporter.result("tests", results);
    return first;
  }

  private ExitCode testOne(Pipeline pipeline, Path recipe) throws Exception {
    try {
      BuildPlan plan = pipeline.plan(recipe);
      BootTest test = plan.test().orElseThrow(() -> new Failure(noTest(recipe)));
      Artifacts artifacts = pipeline.build(plan, true);
      BootResult result = pipeline.test(plan, artifacts, test);
      TestReport.say(reporter, plan.name(), result);
      results.add(TestReport.toMap(plan.name(), result));
      table.add(
          TestReport.row(
              plan.name(),
              result.passed() ? "passed" : "failed",
              result.time().toMillis() + " ms"));
      return TestReport.exit(result);
    } catch (Failure failure) {
      reporter.say(failure.diagnostics());
      table.add(TestReport.row(recipe.toString(), "error", ""));
      results.add(TestReport.error(recipe));
      return failure.exit();
    }
  }

  private static Diagnostic noTest(Path recipe) {
    return Diagnostic.error(Code.D7091, "the recipe " + recipe + " has no test")
        .help("add `test:` with a step such as `- expect: \"# \"`");
  }
}
