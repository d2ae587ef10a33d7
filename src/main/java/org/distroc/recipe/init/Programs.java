package org.distroc.recipe.init;

import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/** Checks that what is run is a program with an absolute path, and no line of a shell. */
final class Programs {
  private final FileDiagnostics findings;
  private final UserNumbers users;

  Programs(SourceLocations recipe, FileDiagnostics findings) {
    this.findings = findings;
    this.users = new UserNumbers(recipe);
  }

  /** Checks that the user of a program is declared. */
  void user(Node node) {
    if (node instanceof Node.Scalar user
        && !findings.isBad(user)
        && !user.text().equals("root")
        && users.of(user.text()).isEmpty()) {
      findings.error(user, () -> unknownUser(user.text()));
    }
  }

  private Diagnostic unknownUser(String user) {
    Diagnostic error =
        Diagnostic.error(Code.D4310, "there is no user `" + user + "`")
            .label("not declared")
            .why("`rootfs.users` does not have it, so it has no number");
    for (String near : NearestNames.nearest(user, users.names())) {
      error = error.help("did you mean `" + near + "`?");
    }
    return error.help("declare it: `users: {" + user + ": {uid: 1000}}` under `rootfs:`");
  }

  /** Checks the words of `run`. */
  void check(Node run) {
    if (!(run instanceof Node.Items words)
        || words.items().isEmpty()
        || !(words.items().get(0) instanceof Node.Scalar program)
        || findings.isBad(program)) {
      return;
    }
    if (!program.text().startsWith("/") || program.text().indexOf(' ') >= 0) {
      findings.error(program, () -> notAProgram(program.text()));
      return;
    }
    for (Node word : words.items()) {
      if (word instanceof Node.Scalar text
          && List.of("&&", "||", "|", ">", ">>", "<", "&", ";").contains(text.text())) {
        findings.warning(word, shellOperator(text.text()));
      }
    }
  }

  private static Diagnostic notAProgram(String program) {
    Diagnostic error = Diagnostic.error(Code.D4302, "`" + program + "` is not a program's path");
    if (program.indexOf(' ') > 0) {
      List<String> words = new ArrayList<>(List.of(program.trim().split(" +")));
      return error
          .label("not split")
          .why("each item is one argument; no shell splits it at spaces")
          .help("write one item per argument: `run: [" + String.join(", ", words) + "]`");
    }
    return error
        .label("not absolute")
        .why("init does not search for programs")
        .help("write where it is in the root, such as `/bin/" + lastPart(program) + "`");
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Diagnostic shellOperator(String operator) {
    return Diagnostic.warning(Code.D4302, "no shell reads `" + operator + "`")
        .label("an argument like the others")
        .why("`run` starts one program with these arguments")
        .help("make it several steps or services, or run a shell: `run: [/bin/sh, -c, \"…\"]`");
  }
}
