package org.distroc.builder.messages;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.EditDistance;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.spec.Libc;

/** Explains why the start-up code finds no {@code main}, or the linker no {@code _start}. */
final class MissingMain {
  private static final String MAIN = "main";
  private static final String START = "_start";
  private static final int NEAR = 2;

  private static final Pattern FUNCTION = Pattern.compile("\\b(\\w{3,7})\\s*\\(");
  private static final Pattern STATIC = Pattern.compile("\\bstatic\\b.*\\bmain\\s*\\(");
  private static final Pattern LABEL = Pattern.compile("^\\s*(main|_start)\\s*:");
  private static final Set<String> WORDS =
      Set.of("while", "if", "for", "switch", "return", "sizeof");

  private final SourcePlaces places;
  private final Libc libc;

  MissingMain(BuildPlan plan, SourcePlaces places) {
    this.places = places;
    this.libc = plan.init().map(InitPlan::libc).orElse(Libc.NONE);
  }

  /** Whether start-up code, not the user's, refers to a name. */
  static boolean isEntry(String name) {
    return name.equals(MAIN) || name.equals(START);
  }

  /** The error for the program without {@code main}, or without {@code _start}. */
  Diagnostic of(String name) {
    if (name.equals(START)) {
      Diagnostic none = Diagnostic.error(Code.D3041, "init has no `_start`").at(places.fallback());
      return none.why("the kernel starts the program there")
          .help(
              libc == Libc.NOLIBC
                  ? "add `#include <nolibc.h>` to the file with `main`: the header defines `_start`"
                  : "declare it with `.globl _start`");
    }
    Diagnostic none =
        Diagnostic.error(Code.D3041, "init has no `main`")
            .at(places.fallback())
            .why("the start-up code calls `main`, and none of the sources defines it");
    for (InitPlan.SourceFile file : places.compiled()) {
      Optional<Diagnostic> nearly = nearly(none, file);
      if (nearly.isPresent()) {
        return nearly.get();
      }
    }
    return none.help(
        "write `int main(void)`, or an assembly file with `_start`, and list its file under"
            + " `init.source`");
  }

  /** A definition that is almost one of main. */
  private Optional<Diagnostic> nearly(Diagnostic none, InitPlan.SourceFile file) {
    List<String> lines = SourcePlaces.lines(file.file());
    if (lines.stream().allMatch(String::isBlank)) {
      return Optional.of(
          none.at(places.listed(file))
              .label("an empty file")
              .help("write the program into " + file.path()));
    }
    boolean assembly = !file.path().endsWith(".c");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher label = LABEL.matcher(line);
      if (assembly && label.find()) {
        String name = label.group(1);
        return Optional.of(
            none.at(SourcePlaces.ofName(file, i + 1, name))
                .label("visible in this file only")
                .help("write `.globl " + name + "` before it"));
      }
      if (!assembly && STATIC.matcher(line).find()) {
        return Optional.of(
            none.at(SourcePlaces.ofName(file, i + 1, MAIN))
                .label("visible in this file only")
                .help("remove `static`"));
      }
      Optional<String> near = assembly ? Optional.empty() : near(line);
      if (near.isPresent()) {
        return Optional.of(
            none.at(SourcePlaces.ofName(file, i + 1, near.get())).help("did you mean `main`?"));
      }
    }
    return Optional.empty();
  }

  /** A function at the start of a line with a name near main; calls are indented. */
  private static Optional<String> near(String line) {
    boolean starts = !line.isEmpty() && Character.isLetter(line.charAt(0));
    Matcher function = FUNCTION.matcher(line);
    if (!starts || !function.find()) {
      return Optional.empty();
    }
    String name = function.group(1);
    return !WORDS.contains(name) && EditDistance.between(name.toLowerCase(), MAIN, NEAR) <= NEAR
        ? Optional.of(name)
        : Optional.empty();
  }
}
