package org.distroc.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion scripts, generated from the command line definition. */
final class Completion {
  private Completion() {}

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
