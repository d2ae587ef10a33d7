package org.distroc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.pipeline.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
      "Exit codes: 0 success, 1 bug in distroc, 2 usage error, 3 error in the recipe, 4 missing"
          + " host",
      "tool, 5 build step failed, 6 guest failed its test, 7 guest timed out; 129, 130, 143 ended"
          + " by",
      "SIGHUP, SIGINT (Ctrl-C), SIGTERM.",
      "",
      "Example: distroc recipes/tiny.yaml"
    })
final class RootCommand extends Verb {
  @Mixin private CommonOptions settings;

  @Option(
      names = {"-V", "--version"},
      description = "Print the version.")
  private boolean version;

  @Parameters(arity = "0..*", paramLabel = "RECIPE", hidden = true)
  private List<String> words = List.of();

  RootCommand(Host host, Reporter reporter) {
    this.host = host;
    this.reporter = reporter;
  }

  /** Parses a command line and runs it. */
  static ExitCode run(String[] args, Host host, Reporter reporter) throws Exception {
    try {
      CommandLine line = new RootCommand(host, reporter).commandLine();
      line.parseArgs(asOptions(args, host));
      List<CommandLine> parsed = line.getParseResult().asCommandLineList();
      CommandLine last = parsed.get(parsed.size() - 1);
      if (parsed.stream().anyMatch(CommandLine::isUsageHelpRequested)) {
        help(last.getUsageMessage().stripTrailing(), reporter);
        return ExitCode.DONE;
      }
      if (last != line) {
        UsageErrors.refuseBeforeVerb(line.getParseResult());
      }
      Verb verb = last.getCommand();
      return verb.call();
    } catch (ParameterException wrong) {
      throw new Failure(UsageErrors.mistake(wrong));
    }
  }

  /** {@code help}, {@code help VERB} and {@code version}, unless a recipe has that name. */
  private static String[] asOptions(String[] args, Host host) {
    if (args.length == 0 || Files.exists(host.currentFolder().resolve(args[0]))) {
      return args;
    }
    List<String> words = new ArrayList<>(List.of(args));
    if (args[0].equals("version")) {
      words.set(0, "--version");
    } else if (args[0].equals("help")) {
      words.remove(0);
      if (!words.isEmpty() && VerbName.of(words.get(0)).isEmpty()) {
        UsageErrors.unknownVerb(words.get(0))
            .ifPresent(
                unknown -> {
                  throw new Failure(unknown);
                });
      }
      words.add("--help");
    }
    return words.toArray(new String[0]);
  }

  private static void help(String text, Reporter reporter) {
    reporter.result(text);
    reporter.result("help", text);
  }

  /** The command line with its verbs, each knowing the host and where to report. */
  private CommandLine commandLine() {
    CommandLine line = new CommandLine(this, new VerbFactory());
    for (VerbName name : VerbName.values()) {
      Verb verb = connected(name.create());
      CommandLine command = new CommandLine(verb, new VerbFactory());
      CommandSpec spec = command.getCommandSpec();
      spec.name(name.word());
      spec.usageMessage().description(described(name, spec.usageMessage().description()));
      verb.without().forEach(option -> spec.remove(spec.findOption(option)));
      line.addSubcommand(name.word(), command);
    }
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> verbs());
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    // Colours are decided in one place, by the streams handed in.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line;
  }

  private Verb connected(Verb verb) {
    verb.host = host;
    verb.reporter = reporter;
    return verb;
  }

  /** Creates the verbs of verbs. */
  private final class VerbFactory implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      K made = CommandLine.defaultFactory().create(type);
      if (made instanceof Verb verb) {
        connected(verb);
      }
      return made;
    }
  }

  /** The summary of a verb, and then what its own class adds. */
  private static String[] described(VerbName name, String[] details) {
    List<String> lines = new ArrayList<>(List.of(name.summary()));
    lines.addAll(List.of(details));
    return lines.toArray(new String[0]);
  }

  private static String verbs() {
    StringBuilder list = new StringBuilder();
    for (VerbName name : VerbName.values()) {
      list.append(String.format(Locale.ROOT, "  %-12s %s%n", name.word(), name.summary()));
    }
    return list.toString();
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
      throw new Failure(UsageErrors.notOneRecipe(words));
    }
    if (!Files.exists(host.currentFolder().resolve(words.get(0)))) {
      UsageErrors.unknownVerb(words.get(0))
          .ifPresent(
              diagnostic -> {
                throw new Failure(diagnostic);
              });
    }
    return new RunRecipe(host, reporter, settings).run(Path.of(words.get(0)));
  }
}
