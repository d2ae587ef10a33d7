package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.builder.config.SyscallChecks;
import org.distroc.builder.config.SyscallChecks.Missing;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.elf.LibraryReferences;
import org.distroc.elf.SourceFile;
import org.distroc.kernel.LibraryCalls;

/** System calls that init reaches through a C library, and that its kernel is built without. */
final class MissingCalls {
  private final Map<String, Missing> missing;
  private final Map<String, Path> objects;

  /**
   * Of a program and a kernel.
   *
   * @param missing the calls that the kernel lacks
   * @param objects the object file of each of the user's sources
   */
  MissingCalls(Map<String, Missing> missing, Map<String, Path> objects) {
    this.missing = missing;
    this.objects = objects;
  }

  /** A warning for each function of the library, at its first call. */
  List<Diagnostic> findings(SourceFile.Finder sources) {
    List<Diagnostic> findings = new ArrayList<>();
    references()
        .forEach(
            (function, source) -> {
              for (String call : LibraryCalls.needs(function)) {
                if (missing.containsKey(call)) {
                  findings.add(finding(function, call, at(sources, source, function)));
                }
              }
            });
    return findings;
  }

  /** Names of the calls that the kernel lacks and init needs. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    references().keySet().forEach(function -> names.addAll(LibraryCalls.needs(function)));
    names.retainAll(missing.keySet());
    return names;
  }

  /** What a diagnosis of a boot may use of it. */
  void addTo(Facts.Builder facts) {
    Set<String> needed = names();
    if (!needed.isEmpty()) {
      facts.put(Fact.INIT_CALLS, "missing");
      facts.put(
          Fact.INIT_LACKS,
          needed.stream()
              .map(call -> call + " (" + settings(missing.get(call)) + ")")
              .collect(Collectors.joining(", ")));
      facts.put(
          Fact.INIT_LACKS_OPTIONS,
          needed.stream()
              .map(call -> settings(missing.get(call)))
              .distinct()
              .collect(Collectors.joining(", ")));
    }
    StringBuilder lines = new StringBuilder();
    missing.forEach((call, why) -> lines.append(line(call, call, why)));
    LibraryCalls.needs()
        .forEach(
            (function, calls) ->
                calls.stream()
                    .filter(missing::containsKey)
                    .findFirst()
                    .ifPresent(call -> lines.append(line(function, call, missing.get(call)))));
    if (lines.length() > 0) {
      facts.put(Fact.KERNEL_LACKS, lines.toString());
    }
  }

  private static String line(String function, String call, Missing why) {
    return function + "\t" + call + "\t" + settings(why) + "\n";
  }

  /** As a recipe sets them: {@code `NET: y`}. */
  private static String settings(Missing why) {
    return why.unmet().stream()
        .map(term -> term.startsWith("!") ? term.substring(1) + ": n" : term + ": y")
        .map(setting -> "`" + setting + "`")
        .collect(Collectors.joining(" and "));
  }

  private SortedMap<String, String> references() {
    try {
      return LibraryReferences.of(objects);
    } catch (Failure damaged) {
      // The checks of init report it.
      return new TreeMap<>();
    }
  }

  private static Optional<Span> at(SourceFile.Finder sources, String source, String function) {
    return sources.find(source).flatMap(file -> LibraryReferences.call(file, function));
  }

  private Diagnostic finding(String function, String call, Optional<Span> at) {
    Missing lacking = missing.get(call);
    Diagnostic finding =
        SyscallChecks.missing(Code.D3018, call, lacking.condition(), lacking.unmet()).at(at);
    if (!function.equals(call)) {
      finding = finding.why("`" + function + "` of the C library needs it");
    }
    return finding.help("add " + settings(lacking) + " under `kernel.options`");
  }
}
