package org.distroc.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.recipe.layers.Overrides;
import org.distroc.recipe.layers.RecipeTree;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.recipe.layers.SeveralArchitectures;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;

/** The recipe that a command line names: a file, or {@code -} for standard input. */
public final class NamedRecipe {
  private static final Path STANDARD_INPUT = Path.of("-");

  private NamedRecipe() {}

  /** Whether a name stands for standard input. */
  public static boolean isStandardInput(Path named) {
    return named.equals(STANDARD_INPUT);
  }

  /**
   * Reads a recipe.
   *
   * @param overrides what the command line changes in it
   * @param input the standard input
   * @param remote gets bases from elsewhere
   * @param warnings gets the warnings, in the order of the file
   * @throws Failure with every mistake in it
   */
  public static Recipe read(
      Host host,
      Path named,
      Overrides overrides,
      InputStream input,
      RemoteBases remote,
      List<Diagnostic> warnings) {
    if (!isStandardInput(named)) {
      Path file = host.currentFolder().resolve(named);
      return RecipeReader.read(
          SourceReader.read(file, named.toString(), Language.RECIPE),
          file,
          overrides,
          remote,
          warnings);
    }
    input.mark(SourceReader.LIMIT + 2);
    SourceText text = SourceReader.of(bytes(input), named.toString(), Language.RECIPE);
    if (overrides.architecture().isPresent()) {
      rewind(input);
    }
    Path file = host.currentFolder().resolve(named);
    FileDiagnostics findings = new FileDiagnostics(text);
    Node.Scalar shown = RecipeTree.shownFile(text);
    if (shown != null && RecipePaths.leadsOutside(shown.text())) {
      findings.error(shown, () -> RecipePaths.outside(shown.text()));
      throw findings.failure();
    }
    Path start = shown == null ? file : host.currentFolder().resolve(shown.text()).normalize();
    try {
      Path stands = start.resolveSibling(STANDARD_INPUT);
      return RecipeReader.read(text, stands, overrides, remote, warnings);
    } catch (SeveralArchitectures several) {
      rewind(input);
      throw several;
    }
  }

  /** For another architecture, the same is read again. */
  private static void rewind(InputStream input) {
    try {
      if (input.markSupported()) {
        input.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(InputStream input) {
    try {
      return input.readNBytes(SourceReader.LIMIT + 1);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D1003, "cannot read a recipe from standard input")
              .why(IoErrors.reason(e)),
          e);
    }
  }
}
