package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.host.AtomicFiles;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TestSuite;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.TestCase;
import org.distroc.recipe.layers.SeveralArchitectures;
import org.distroc.report.JunitReport;
import org.distroc.report.Plurals;
import org.distroc.report.TapReport;
import org.distroc.report.TestReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds recipes, boots each without a screen, and runs their own tests. */
@Command(
    sortOptions = false,
    description =
        "Tests run on each variant of the machine, in parallel: --jobs guests, as memory permits.",
    footer = {
      "",
      "Example: distroc test recipes/*.yaml --junit results.xml",
      "Example: distroc test --only 'tiny/*[memory=32M]' recipes/tiny.yaml"
    })
final class TestVerb extends RecipeVerb {
  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Run only tests named NAME; * matches any text.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results to FILE as JUnit XML.")
  private Path junit;

  @Option(names = "--tap", description = "Print the results as TAP, the Test Anything Protocol.")
  private boolean tap;

  private final List<TestCaseResult> broken = new ArrayList<>();
  private final List<String> known = new ArrayList<>();

  @Override
  boolean takes(List<Path> named) {
    recipes = named;
    return true;
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    if (recipes.size() > 1 && settings.output != null) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--output` takes one recipe")
              .why("each build would overwrite the previous one")
              .help("omit it: each recipe is built in build/<name>"));
    }
    // Fail before the tests run if the results cannot be written, and leave no old ones.
    writeJunit(List.of());
    TestSuite suite = pipeline.tests();
    boolean any = false;
    for (Path recipe : recipes) {
      any |= prepare(pipeline, recipe, suite, Optional.empty());
    }
    if (!any && broken.isEmpty()) {
      throw new Failure(noSuchTest());
    }
    return report(inOrder(suite.run()));
  }

  /** Builds a recipe and adds its tests; false if none of them is asked for. */
  private boolean prepare(
      Pipeline pipeline, Path recipe, TestSuite suite, Optional<String> architecture)
      throws Exception {
    String name = recipe.toString();
    try {
      Planned planned = pipeline.plan(recipe);
      BuildPlan plan = planned.plan();
      name = plan.name();
      if (plan.tests().isEmpty()) {
        throw new Failure(noTest(recipe));
      }
      plan.tests().forEach(test -> known.add(test.name()));
      List<TestCase> asked = plan.tests().stream().filter(this::isAskedFor).toList();
      if (!asked.isEmpty()) {
        Artifacts artifacts = pipeline.build(planned, true);
        asked.forEach(test -> suite.add(recipe, plan, artifacts, test));
      }
      return !asked.isEmpty();
    } catch (SeveralArchitectures several) {
      boolean any = false;
      for (String one : several.names()) {
        any |= prepare(pipeline.on(one, reporter.on(one)), recipe, suite, Optional.of(one));
      }
      return any;
    } catch (Failure failure) {
      TestCaseResult error =
          new TestCaseResult(
              recipe,
              name,
              Optional.empty(),
              architecture,
              Optional.empty(),
              failure.diagnostics(),
              failure.exit());
      broken.add(error);
      reporter.testResult(error);
      return false;
    }
  }

  private boolean isAskedFor(TestCase test) {
    String withoutVariant = test.name().replaceFirst("\\[.*", "");
    return only.isEmpty()
        || only.stream()
            .map(TestVerb::pattern)
            .anyMatch(p -> p.matcher(test.name()).matches() || p.matcher(withoutVariant).matches());
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  private Diagnostic noSuchTest() {
    Diagnostic diagnostic =
        Diagnostic.error(Code.D7015, "no test is named `" + String.join("`, `", only) + "`")
            .why("the tests are " + Plurals.some(known));
    List<String> near = NearestNames.to(only.get(0), known);
    return near.isEmpty()
        ? diagnostic.help("`*` matches any text, as in `--only '*memory=32M*'`")
        : diagnostic.help("did you mean `" + near.get(0) + "`?");
  }

  /** The results in the order of the recipes on the command line. */
  private List<TestCaseResult> inOrder(List<TestCaseResult> tested) {
    List<TestCaseResult> all = new ArrayList<>();
    for (Path recipe : recipes.stream().distinct().toList()) {
      tested.stream().filter(r -> r.recipe().equals(recipe)).forEach(all::add);
      broken.stream().filter(r -> r.recipe().equals(recipe)).forEach(all::add);
    }
    return all;
  }

  private ExitCode report(List<TestCaseResult> results) {
    writeJunit(results);
    if (tap) {
      reporter.result(TapReport.of(results).stripTrailing());
    } else {
      TestReport.table(results).forEach(reporter::result);
    }
    reporter.result("tests", results.stream().map(TestReport::toMap).toList());
    return TestCaseResult.exit(results);
  }

  private void writeJunit(List<TestCaseResult> results) {
    if (junit == null) {
      return;
    }
    try {
      AtomicFiles.write(host.currentFolder().resolve(junit), JunitReport.of(results));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D7016, "cannot write the results to " + junit)
              .why("not writable: " + junit.toAbsolutePath().getParent())
              .help("choose a writable location"),
          e);
    }
  }

  private static Diagnostic noTest(Path recipe) {
    return Diagnostic.error(Code.D7091, "the recipe " + recipe + " has no test")
        .help("add `test:` with a step such as `- expect: \"# \"`");
  }
}
