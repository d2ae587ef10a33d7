package org.distroc.cli;

import org.distroc.diag.ExitCode;
import org.distroc.lsp.RecipeServer;
import org.distroc.settings.SettingsFile;
import picocli.CommandLine.Command;

/** Serves an editor over the standard streams. */
@Command(
    sortOptions = false,
    description = {
      "An editor starts this, and talks to it in the Language Server Protocol: mistakes as one",
      "types, completion of keys, kernel options and system calls, what `explain` says, and fixes."
    },
    footer = {
      "",
      "Example: distroc lsp     as the command of a language server, see docs/editors.md"
    })
final class LspVerb extends Verb {
  @Override
  public ExitCode call() throws Exception {
    RecipeServer.serve(
        SettingsFile.read(host).host(host), reporter.streams().in(), reporter.streams().out());
    return ExitCode.DONE;
  }
}
