package org.distroc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Diagnostics for a wrong command line. */
final class UsageErrors {
  private UsageErrors() {}

  static Diagnostic mistake(ParameterException found) {
    ParameterException wrong = firstOf(found);
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = wrong.getMessage();
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.D8001, message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String unknown = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
      Set<String> known = unmatched.getCommandLine().getCommandSpec().optionsMap().keySet();
      for (String name : NearestNames.to(unknown, known)) {
        diagnostic = diagnostic.help("did you mean `" + name + "`?");
      }
    }
    return diagnostic.help("`" + command + " --help` lists the options");
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
    return Optional.of(
        NearestNames.to(word, VerbName.words()).stream()
            .findFirst()
            .map(verb -> diagnostic.help("did you mean `distroc " + verb + "`?"))
            .orElse(diagnostic)
            .help("`distroc --help` lists the verbs"));
  }
}
