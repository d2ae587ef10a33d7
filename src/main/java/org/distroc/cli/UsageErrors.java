package org.distroc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Diagnostics for a wrong command line. */
final class UsageErrors {
  /** Verbs of other tools, each with what does that here. */
  private static final Map<String, String> OF_OTHER_TOOLS =
      Map.ofEntries(
          Map.entry("run", "boot"),
          Map.entry("start", "boot"),
          Map.entry("qemu", "boot"),
          Map.entry("vm", "boot"),
          Map.entry("make", "build"),
          Map.entry("compile", "build"),
          Map.entry("all", "build"),
          Map.entry("image", "build"),
          Map.entry("generate", "expand"),
          Map.entry("configure", "config"),
          Map.entry("nconfig", "menuconfig"),
          Map.entry("diff", "config --diff"),
          Map.entry("lint", "check"),
          Map.entry("validate", "check"),
          Map.entry("init", "new"),
          Map.entry("create", "new"),
          Map.entry("setup", "doctor --install"),
          Map.entry("install", "doctor --install"),
          Map.entry("clean", "cache prune"),
          Map.entry("prune", "cache prune"),
          Map.entry("gdb", "debug"),
          Map.entry("strace", "trace"),
          Map.entry("objdump", "disassemble"),
          Map.entry("allow", "trust"));

  private UsageErrors() {}

  static Diagnostic mistake(ParameterException found) {
    ParameterException wrong = firstOf(found);
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    Diagnostic diagnostic = Diagnostic.error(Code.D8001, words(wrong, command));
    if (wrong instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
      String unknown = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
      Set<String> known = unmatched.getCommandLine().getCommandSpec().optionsMap().keySet();
      for (String name : NearestNames.to(unknown, known)) {
        diagnostic = diagnostic.help("did you mean `" + name + "`?");
      }
    }
    return diagnostic.help("`" + command + " --help` lists the options");
  }

  /** What is wrong, in distroc's own words and never those of the library that parses. */
  private static String words(ParameterException wrong, String command) {
    if (wrong instanceof MissingParameterException missing) {
      return absent(missing.getMissing().get(0), command);
    }
    if (wrong instanceof OverwrittenOptionException twice) {
      return "`" + name(twice.getOverwritten()) + "` is given twice";
    }
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return unmatched.isUnknownOption()
          ? "unknown option `" + first + "`"
          : "`" + command + "` does not take the argument `" + first + "`";
    }
    ArgSpec argument = wrong.getArgSpec();
    String message = wrong.getMessage();
    if (argument == null) {
      return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
    if (wrong.getValue() == null) {
      return absent(argument, command);
    }
    String value = "`" + wrong.getValue() + "` is ";
    return argument.paramLabel().contains("|")
        ? value + "none of " + argument.paramLabel().replace("|", ", ")
        : value + "not a valid value for `" + name(argument) + "`" + expected(argument);
  }

  private static String absent(ArgSpec argument, String command) {
    return argument.isOption()
        ? "`" + name(argument) + "` needs a value: `" + argument.paramLabel() + "`"
        : "`" + command + "` needs an argument: `" + argument.paramLabel() + "`";
  }

  private static String expected(ArgSpec argument) {
    Class<?> type =
        argument.typeInfo().isOptional() ? argument.auxiliaryTypes()[0] : argument.type();
    if (type == int.class || type == Integer.class) {
      return ", which takes an integer";
    }
    if (type == boolean.class || type == Boolean.class) {
      return ", which takes no value";
    }
    return "";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** A mistyped option explains more than the recipe missing after it. */
  private static ParameterException firstOf(ParameterException wrong) {
    List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
    return wrong instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(wrong.getCommandLine(), unknown)
        : wrong;
  }

  /** Options before the verb would have no effect, so they are refused. */
  static void refuseBeforeVerb(ParseResult all) {
    List<String> words = new ArrayList<>();
    all.matchedOptions().forEach(option -> words.add(option.longestName()));
    all.matchedPositionals().forEach(positional -> words.addAll(positional.originalStringValues()));
    if (!words.isEmpty()) {
      String verb = all.subcommand().commandSpec().name();
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + words.get(0) + "` precedes the verb `" + verb + "`")
              .why("options and recipes of a verb follow it")
              .help("write `distroc " + verb + " " + String.join(" ", words) + " ...`"));
    }
  }

  static Diagnostic notOneRecipe(List<String> words) {
    if (words.isEmpty()) {
      return Diagnostic.error(Code.D8001, "no recipe given")
          .help("`distroc RECIPE` builds and boots one: try `distroc recipes/tiny.yaml`")
          .help("`distroc new NAME` writes one")
          .help("`distroc --help` lists the options");
    }
    return unknownVerb(words.get(0))
        .orElseGet(
            () ->
                Diagnostic.error(Code.D8001, "more than one recipe: " + words)
                    .why("the guest needs the terminal, and there is only one")
                    .help("`distroc test RECIPE...` builds and tests several"));
  }

  /** A word that may be a misspelled verb. */
  static Optional<Diagnostic> unknownVerb(String word) {
    if (word.contains("/") || word.contains(".")) {
      return Optional.empty();
    }
    Diagnostic diagnostic =
        Diagnostic.error(Code.D8001, "`" + word + "` is neither a verb nor a recipe");
    String meant = OF_OTHER_TOOLS.get(word);
    if (meant != null) {
      diagnostic = diagnostic.help("did you mean `distroc " + meant + "`?");
    }
    // `tust` is as near to `test` as to `trust`.
    for (String verb : NearestNames.nearest(word, VerbName.words())) {
      diagnostic = diagnostic.help("did you mean `distroc " + verb + "`?");
    }
    return Optional.of(diagnostic.help("`distroc --help` lists the verbs"));
  }
}
