package org.distroc.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Command;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/** Runs targets of a generated Makefile, and says what went wrong in terms of the recipe. */
final class Make {
  private static final int LINES_SHOWN = 12;

  /** What gcc says of a file under {@code source/}, which is a copy of the recipe's. */
  private static final Pattern COMPILER_SAYS =
      Pattern.compile(
          "^(?:\\./)?source/([^:]+):(\\d{1,9}):(\\d{1,9}): (?:fatal )?error: (.*)",
          Pattern.MULTILINE);

  private final ProcessRunner runner;
  private final ProjectFolder folder;
  private final BuildPlan plan;
  private final int jobs;
  private final BuildListener listener;

  Make(
      ProcessRunner runner,
      ProjectFolder folder,
      BuildPlan plan,
      int jobs,
      BuildListener listener) {
    this.runner = runner;
    this.folder = folder;
    this.plan = plan;
    this.jobs = jobs;
    this.listener = listener;
  }

  /**
   * Makes a target.
   *
   * @param stage what a person calls the step
   * @param words targets and variables
   * @throws Failure D6001, D6002 or D6003
   */
  void run(String stage, Duration limit, List<String> words) throws IOException {
    run(stage, limit, words, command -> command);
  }

  /** The same with a command that is a little different. */
  void run(String stage, Duration limit, List<String> words, UnaryOperator<Command> change)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("make", "-j" + jobs));
    line.addAll(words);
    Path log = log(stage);
    Files.deleteIfExists(log);
    Command command =
        Command.of(line).in(folder.root()).limit(limit).log(log).lines(listener::line);
    Outcome outcome = runner.run(change.apply(command));
    if (!outcome.succeeded()) {
      List<Diagnostic> mistakes = compilerSays(outcome.errors());
      throw mistakes.isEmpty()
          ? new Failure(failed(stage, command, outcome, log))
          : new Failure(mistakes);
    }
  }

  /** All that the last make of a stage said. */
  Path log(String stage) {
    return folder.memory(stage + ".log");
  }

  private Diagnostic failed(String stage, Command command, Outcome outcome, Path log) {
    Diagnostic diagnostic =
        outcome.timedOut()
            ? Diagnostic.error(
                Code.D6003,
                "the step `" + stage + "` took longer than " + words(command.limit()))
            : Diagnostic.error(
                Code.D6001, "the step `" + stage + "` failed with status " + outcome.exit());
    return diagnostic
        .why(outcome.lastLines(LINES_SHOWN))
        .help("the command was: " + command.line() + "\nin the folder " + folder.root())
        .help("all that it said is in " + log);
  }

  private static String words(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private List<Diagnostic> compilerSays(String errors) {
    List<Diagnostic> mistakes = new ArrayList<>();
    if (plan.init().isEmpty()) {
      return mistakes;
    }
    Matcher matcher = COMPILER_SAYS.matcher(errors);
    while (matcher.find()) {
      for (InitPlan.SourceFile source : plan.init().get().sources()) {
        if (source.path().equals(matcher.group(1))) {
          mistakes.add(mistake(source, matcher));
        }
      }
    }
    return mistakes;
  }

  private static Diagnostic mistake(InitPlan.SourceFile source, Matcher said) {
    int line = Math.max(1, Integer.parseInt(said.group(2)));
    String text = textOf(source.file(), line);
    Diagnostic diagnostic =
        Diagnostic.error(Code.D6002, "gcc refuses " + source.path() + ": " + said.group(4))
            .at(
                new Span(
                    source.shown(),
                    line,
                    codePoint(text, Integer.parseInt(said.group(3))),
                    1,
                    text));
    boolean header = said.group(4).endsWith("No such file or directory");
    return header
        ? diagnostic.help(
            "without a C library there are no headers but the generated `syscalls.h`; only files"
                + " listed under `init.source` are copied to the build folder")
        : diagnostic;
  }

  /** gcc counts the columns of a terminal, on which a tab goes on to the next multiple of eight. */
  private static int codePoint(String text, int column) {
    int width = 0;
    int index = 0;
    while (index < text.length() && width < column - 1) {
      int c = text.codePointAt(index);
      width += c == '\t' ? 8 - width % 8 : 1;
      index += Character.charCount(c);
    }
    return text.codePointCount(0, index) + 1;
  }

  private static String textOf(Path file, int line) {
    try {
      List<String> lines = Files.readAllLines(file);
      return line <= lines.size() ? lines.get(line - 1) : "";
    } catch (IOException e) {
      // Not UTF-8, or gone meanwhile: the place alone has to do.
      return "";
    }
  }
}
