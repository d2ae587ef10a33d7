package org.distroc.cli;

import org.distroc.diag.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    reporter.result(Completion.script(spec.root().commandLine(), shell.name()));
    return ExitCode.DONE;
  }
}
