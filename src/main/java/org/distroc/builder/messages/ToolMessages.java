package org.distroc.builder.messages;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kernel.SyscallTable;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/**
 * Turns messages of the compiler, the assembler and the linker into diagnostics at lines of the
 * recipe's own files. What is about no line of them is put at the source in the recipe.
 */
public final class ToolMessages {
  /** make names the object that it could not make. */
  private static final Pattern OBJECT =
      Pattern.compile("make.*: \\*\\*\\* \\[(?:[^\\]]*: )?(source/[^\\]:]+\\.o)\\] Error.*");

  private static final Pattern UNDEFINED = Pattern.compile("undefined reference to `(.+)`");

  private final BuildPlan plan;
  private final Supplier<SyscallTable> calls;
  private final SourcePlaces places;

  /**
   * For a plan with an init program.
   *
   * @param calls the system calls of its kernel; asked for when a name is missing
   */
  public ToolMessages(BuildPlan plan, Supplier<SyscallTable> calls) {
    this.plan = plan;
    this.calls = calls;
    this.places = new SourcePlaces(plan);
  }

  /** The diagnostics at lines of the recipe's files in the output of a step that makes more. */
  public List<Diagnostic> atSources(String output) {
    return in(output).stream()
        .filter(one -> one.code() == Code.D3030 || one.at().filter(places::isInSource).isPresent())
        .toList();
  }

  /** All diagnostics in the output of a step that makes init, in order, without duplicates. */
  public List<Diagnostic> in(String output) {
    MissingNames names = new MissingNames(plan, calls);
    CompilerMessages compiler = new CompilerMessages(places, new OutsideFiles(plan), names);
    AssemblerMessages assembler = new AssemblerMessages(places, new OutsideFiles(plan));
    LinkerMessages linker = new LinkerMessages(places, names, new MissingMain(plan, places));
    List<Diagnostic> found = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (!compiler.read(line, found) && !assembler.read(line, found)) {
        linker.read(line, found);
      }
    }
    return withoutRepetition(atFailedSource(output, found));
  }

  /** Puts what has only the recipe's place at the source whose object could not be made. */
  private List<Diagnostic> atFailedSource(String output, List<Diagnostic> found) {
    List<Span> failed =
        output
            .lines()
            .map(OBJECT::matcher)
            .filter(Matcher::matches)
            .flatMap(
                object ->
                    places.compiled().stream()
                        .filter(file -> file.object().equals(object.group(1))))
            .map(places::listed)
            .toList();
    return failed.size() != 1
        ? found
        : found.stream()
            .map(
                one ->
                    one.at().equals(Optional.of(places.fallback())) ? one.at(failed.get(0)) : one)
            .toList();
  }

  /** A function that is not declared is also the one that the linker does not find. */
  private static List<Diagnostic> withoutRepetition(List<Diagnostic> found) {
    List<String> missing =
        found.stream()
            .filter(one -> one.code() == Code.D6020)
            .map(one -> UNDEFINED.matcher(one.message()))
            .flatMap(match -> match.matches() ? Stream.of(match.group(1)) : Stream.empty())
            .toList();
    return new ArrayList<>(
        found.stream()
            .filter(
                one ->
                    one.code() != Code.D6022
                        || MissingNames.undeclared(one.message())
                            .filter(missing::contains)
                            .isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /** The first line of a file, for what has no other place in it. */
  public static Span start(InitPlan.SourceFile file) {
    return SourcePlaces.ofColumn(file, 1, 1);
  }
}
