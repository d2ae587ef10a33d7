package org.distroc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code distroc}: a verb, or a recipe to build and boot. */
@Command(
    name = "distroc",
    sortOptions = false,
    synopsisHeading = "",
    customSynopsis = {
      "distroc [OPTIONS] RECIPE            build what changed, boot it, show its console",
      "distroc VERB [OPTIONS] ..."
    },
    description = {"", "A compiler for small Linux distributions.", ""},
    footer = {
      "",
      "Exit codes: 0 done, 1 a bug in distroc, 2 wrong usage, 3 the recipe is wrong, 4 the host",
      "lacks a tool, 5 a build step failed, 6 the guest did not do what its test says, 7 the guest",
      "ran out of time, 130 interrupted.",
      "",
      "Example: distroc recipes/tiny.yaml"
    },
    subcommands = {
      CheckVerb.class,
      ExpandVerb.class,
      BuildVerb.class,
      BootVerb.class,
      TestVerb.class,
      ExplainVerb.class,
      DoctorVerb.class,
      NewVerb.class,
      CompletionVerb.class
    })
public final class Distroc implements Callable<ExitCode> {
  private final Host host;
  private final Reporter reporter;

  @Mixin private Settings settings;

  @Option(names = "--version", description = "Print the version.")
  private boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help; each verb has one of its own.")
  private boolean help;

  @Parameters(arity = "0..*", paramLabel = "RECIPE", hidden = true)
  private List<String> words = List.of();

  private Distroc(Host host, Reporter reporter) {
    this.host = host;
    this.reporter = reporter;
  }

  /**
   * Runs distroc.
   *
   * @return the exit code
   */
  public static int run(String[] args, Host host, Streams streams) {
    Reporter reporter = new Reporter(streams, host);
    ExitCode exit = new Distroc(host, reporter).execute(args);
    reporter.finish(exit);
    return exit.number();
  }

  private ExitCode execute(String[] args) {
    // Whoever asks for JSON gets it for a wrong command line too, and that is told before parsing.
    reporter.useJson(List.of(args).contains("--json"));
    try {
      CommandLine line = commandLine();
      line.parseArgs(args);
      List<CommandLine> parsed = line.getParseResult().asCommandLineList();
      CommandLine last = parsed.get(parsed.size() - 1);
      if (parsed.stream().anyMatch(CommandLine::isUsageHelpRequested)) {
        help(last);
        return ExitCode.DONE;
      }
      if (last != line) {
        Usage.refuseBeforeVerb(line.getParseResult());
      }
      return run(last.getCommand());
    } catch (ParameterException wrong) {
      reporter.say(List.of(Usage.mistake(wrong)));
      return ExitCode.USAGE;
    } catch (Failure failure) {
      reporter.say(failure.diagnostics());
      return failure.exit();
    } catch (Exception | StackOverflowError | OutOfMemoryError bug) {
      reporter.bug(bug, Version.text());
      return ExitCode.BUG;
    }
  }

  private void help(CommandLine command) {
    String text = command.getUsageMessage().stripTrailing();
    reporter.result(text);
    reporter.result("help", text);
  }

  private static ExitCode run(Callable<ExitCode> verb) throws Exception {
    return verb.call();
  }

  /** The command line with its verbs, each knowing the host and where to report. */
  CommandLine commandLine() {
    CommandLine line =
        new CommandLine(
            this,
            new CommandLine.IFactory() {
              @Override
              public <K> K create(Class<K> type) throws Exception {
                K made = CommandLine.defaultFactory().create(type);
                if (made instanceof Verb verb) {
                  verb.host = host;
                  verb.reporter = reporter;
                }
                return made;
              }
            });
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    // Colours are decided in one place, by the streams handed in.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line;
  }

  /** A bare recipe. */
  @Override
  public ExitCode call() throws Exception {
    if (version) {
      reporter.result("distroc " + Version.text());
      reporter.result("version", Version.text());
      return ExitCode.DONE;
    }
    if (words.size() != 1) {
      throw new Failure(Usage.notOneRecipe(words));
    }
    Path recipe = Path.of(words.get(0));
    if (!Files.exists(host.currentFolder().resolve(recipe))) {
      Usage.unknownVerb(words.get(0))
          .ifPresent(
              diagnostic -> {
                throw new Failure(diagnostic);
              });
    }
    return new RunRecipe(host, reporter, settings).run(recipe);
  }
}
