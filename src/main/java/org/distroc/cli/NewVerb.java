package org.distroc.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.recipe.StarterRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a recipe to start from. */
@Command(
    name = "new",
    sortOptions = false,
    description = "Write a commented recipe to start from: NAME.yaml.",
    footer = {"", "Example: distroc new my-distro"})
final class NewVerb extends Verb {
  @Parameters(paramLabel = "NAME", description = "The name of the distribution.")
  private String name;

  @Override
  public ExitCode call() throws IOException {
    if (!StarterRecipe.isName(name)) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + name + "` cannot be the name of a distribution")
              .why(StarterRecipe.nameRule()));
    }
    Path file = host.currentFolder().resolve(name + ".yaml");
    try {
      Files.writeString(file, StarterRecipe.text(name), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          Diagnostic.error(Code.D8005, name + ".yaml exists already")
              .help("choose another name, or remove that file"));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8005, "cannot write " + file)
              .why(e.getClass().getSimpleName() + ": " + e.getMessage())
              .help("change to a folder where you may write"),
          e);
    }
    reporter.result(name + ".yaml");
    reporter.news("Next: distroc " + name + ".yaml");
    return ExitCode.DONE;
  }
}
