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
import java.util.function.Supplier;
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
  private final Supplier<Map<String, Missing>> kernel;
  private final Map<String, Path> objects;

  /**
   * Of a program and a kernel.
   *
   * @param kernel supplies the calls that the kernel lacks; asked only for programs that need some
   * @param objects the object file of each of the user's sources
   */
  MissingCalls(Supplier<Map<String, Missing>> kernel, Map<String, Path> objects) {
    this.kernel = kernel;
    this.objects = objects;
  }

  /** A warning for each function of the library, at its first call. */
  List<Diagnostic> findings(SourceFile.Finder sources) {
    SortedMap<String, String> needing = references();
    needing.keySet().removeIf(function -> LibraryCalls.needs(function).isEmpty());
    List<Diagnostic> findings = new ArrayList<>();
    if (needing.isEmpty()) {
      return findings;
    }
    Map<String, Missing> missing = kernel.get();
    needing.forEach(
        (function, source) -> {
          for (String call : LibraryCalls.needs(function)) {
            if (missing.containsKey(call)) {
              Optional<Span> at = at(sources, source, function);
              findings.add(finding(function, call, missing.get(call)).at(at));
            }
          }
        });
    return findings;
  }

  /** What a diagnosis of a boot may use of it. */
  void addTo(Facts.Builder facts) {
    Map<String, Missing> missing = kernel.get();
    Set<String> needed = new LinkedHashSet<>();
    references().keySet().forEach(function -> needed.addAll(LibraryCalls.needs(function)));
    needed.retainAll(missing.keySet());
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

  private static Diagnostic finding(String function, String call, Missing lacking) {
    Diagnostic finding =
        SyscallChecks.missing(Code.D3018, call, lacking.condition(), lacking.unmet());
    if (!function.equals(call)) {
      finding = finding.why("`" + function + "` of the C library needs it");
    }
    return finding.help("add " + settings(lacking) + " under `kernel.options`");
  }
}
