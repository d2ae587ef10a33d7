package org.distroc.cli;

import java.util.Map;
import java.util.TreeMap;
import org.distroc.diag.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes distroc's command line in a shell. */
@Command(
    sortOptions = false,
    footer = {
      "",
      "Example: distroc completion bash > ~/.local/share/bash-completion/completions/distroc"
    })
final class CompletionVerb extends Verb {
  /** The shells there are scripts for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() {
    reporter.result(script(spec.root().commandLine(), shell.name()));
    return ExitCode.DONE;
  }

  /** The script for a shell, generated from the definition of the command line. */
  static String script(CommandLine root, String shell) {
    return switch (shell) {
      case "bash" -> AutoComplete.bash("distroc", root);
      // zsh reads bash completion after bashcompinit.
      case "zsh" ->
          "#compdef distroc\nautoload -U +X bashcompinit && bashcompinit\n"
              + AutoComplete.bash("distroc", root);
      case "fish" -> fish(root);
      default -> throw new IllegalArgumentException(shell);
    };
  }

  private static String fish(CommandLine root) {
    StringBuilder script = new StringBuilder("# fish completion for distroc\n");
    Map<String, CommandLine> verbs = new TreeMap<>(root.getSubcommands());
    String none = "__fish_use_subcommand";
    verbs.forEach(
        (name, verb) -> {
          String[] text = verb.getCommandSpec().usageMessage().description();
          line(script, none, "-f -a " + name, text.length == 0 ? "" : text[0]);
        });
    options(script, none, root);
    verbs.forEach((name, verb) -> options(script, "__fish_seen_subcommand_from " + name, verb));
    line(script, "__fish_seen_subcommand_from completion", "-f -a 'bash zsh fish'", "shell");
    return script.toString();
  }

  private static void options(StringBuilder script, String when, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      StringBuilder names = new StringBuilder();
      for (String name : option.names()) {
        names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
      }
      boolean takesValue = option.arity().max() > 0;
      String[] text = option.description();
      line(
          script,
          when,
          names.substring(1) + (takesValue ? " -r" : ""),
          text.length == 0 ? "" : text[0]);
    }
  }

  private static void line(StringBuilder script, String when, String what, String description) {
    script.append("complete -c distroc -n '").append(when).append("' ").append(what);
    script.append(" -d '").append(description.replace("'", "\\'")).append("'\n");
  }
}
