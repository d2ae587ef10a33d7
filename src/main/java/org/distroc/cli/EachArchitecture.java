package org.distroc.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RunListener;
import org.distroc.recipe.layers.SeveralArchitectures;

/** Does the work of a verb for each architecture of a recipe that lists several. */
final class EachArchitecture {
  private EachArchitecture() {}

  /** The work for one architecture; it begins with reading the recipe. */
  interface Work {
    ExitCode run(Pipeline pipeline, Reporter reporter) throws Exception;
  }

  /**
   * Works on all architectures in the order of the recipe, also if one fails; a recipe for a single
   * one is worked on as always. The exit code is that of the first failure.
   */
  static ExitCode run(Pipeline pipeline, Reporter reporter, Work work) throws Exception {
    List<String> names;
    try {
      return work.run(pipeline, reporter);
    } catch (SeveralArchitectures several) {
      names = several.names();
    }
    ExitCode first = ExitCode.DONE;
    for (String name : names) {
      Reporter part = reporter.on(name);
      part.info("Architecture " + name + ":");
      ExitCode exit;
      try {
        exit = work.run(pipeline.on(name, part), part);
      } catch (Failure failure) {
        part.report(failure.diagnostics());
        exit = failure.exit();
      }
      first = first == ExitCode.DONE ? exit : first;
    }
    return first;
  }

  /**
   * Work that only finds mistakes: each is reported once, with the architectures that have it,
   * unless all do.
   */
  static ExitCode find(List<String> names, Pipeline pipeline, Reporter reporter, Work work)
      throws Exception {
    Map<Diagnostic, Set<String>> found = new LinkedHashMap<>();
    Set<String> said = new LinkedHashSet<>();
    ExitCode first = ExitCode.DONE;
    for (String name : names) {
      Findings findings = new Findings(name, reporter, found, said);
      try {
        work.run(pipeline.on(name, findings), reporter);
      } catch (Failure failure) {
        findings.report(failure.diagnostics());
        first = first == ExitCode.DONE ? failure.exit() : first;
      }
    }
    List<Diagnostic> all =
        found.entrySet().stream()
            .map(
                one ->
                    one.getValue().size() == names.size()
                        ? one.getKey()
                        : one.getKey().why("for " + String.join(", ", one.getValue())))
            .toList();
    reporter.report(Failure.sorted(all));
    said.forEach(reporter::info);
    return first;
  }

  /** What is found for one architecture. */
  private record Findings(
      String name, Reporter reporter, Map<Diagnostic, Set<String>> found, Set<String> said)
      implements RunListener {
    @Override
    public void report(List<Diagnostic> diagnostics) {
      for (Diagnostic one : diagnostics) {
        found.computeIfAbsent(one, key -> new LinkedHashSet<>()).add(name);
      }
    }

    @Override
    public void info(String sentence) {
      said.add(sentence);
    }

    @Override
    public boolean asks() {
      return reporter.asks();
    }

    @Override
    public boolean confirm(String question) {
      return reporter.confirm(question);
    }
  }
}
