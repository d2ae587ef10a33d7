package org.distroc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the page of a diagnostic. */
@Command(
    name = "explain",
    sortOptions = false,
    description = "Say what a diagnostic means and what to do about it.",
    footer = {"", "Example: distroc explain D1010"})
final class ExplainVerb extends Verb {
  @Parameters(paramLabel = "CODE", description = "The code that a diagnostic shows.")
  private String code;

  @Override
  public ExitCode call() throws IOException {
    String name = code.toUpperCase(Locale.ROOT);
    try (InputStream page = ExplainVerb.class.getResourceAsStream("/codes/" + name + ".md")) {
      if (page == null || !name.matches("D[0-9]{4}")) {
        throw new Failure(
            Diagnostic.error(Code.D8001, "no diagnostic has the code `" + code + "`")
                .help("codes look like D1010; a diagnostic shows its own in brackets"));
      }
      reporter.result(new String(page.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
      return ExitCode.DONE;
    }
  }
}
