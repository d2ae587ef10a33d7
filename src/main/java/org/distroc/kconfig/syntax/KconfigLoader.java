package org.distroc.kconfig.syntax;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.KconfigFiles;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuBuilder;
import org.distroc.kconfig.model.TreeDiagnostics;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellFunction;

/** Loads the Kconfig files of a kernel source: lexer, macros and parser put together. */
public final class KconfigLoader {
  private final Path srctree;
  private final String file;
  private final KconfigEnvironment environment;

  private KconfigLoader(Path srctree, String file, KconfigEnvironment environment) {
    this.srctree = srctree;
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads a Kconfig file and everything that it includes.
   *
   * @param file relative to the source
   * @throws Failure with every error in the files, each at its position
   */
  public static KconfigModel load(Path srctree, String file, KconfigEnvironment environment) {
    KconfigLoader loader = new KconfigLoader(srctree, file, environment);
    return KconfigLimits.onDeepStack(loader::read);
  }

  private KconfigModel read() {
    Dialect dialect = Dialect.of(srctree);
    try (ShellFunction shell = new ShellFunction(environment)) {
      KconfigFiles files = new KconfigFiles(srctree);
      TreeDiagnostics problems = new TreeDiagnostics(files);
      MenuBuilder menu = new MenuBuilder(dialect, problems, file);
      try {
        parse(shell, menu, files, problems);
      } catch (Failure fatal) {
        throw problems.with(fatal);
      }
      problems.throwIfAny();
      return menu.resolvePromises(shell.allKept())
          ? menu.finish(srctree, environment.variables(), List.copyOf(files.names()))
          // All results are cached by now, so nothing is promised the second time.
          : read();
    }
  }

  private void parse(
      ShellFunction shell, MenuBuilder menu, KconfigFiles files, TreeDiagnostics problems) {
    byte[] bytes;
    try {
      bytes = files.read(file);
    } catch (IOException e) {
      bytes = null;
    }
    if (bytes == null) {
      throw new Failure(
          Diagnostic.error(Code.D2100, "the kernel source has no file `" + file + "`")
              .help("use a folder with a complete, unpacked kernel source"));
    }
    Macros macros = new Macros(environment.variables(), shell, problems);
    Lexer lexer = new Lexer(new KconfigFile(file, bytes, null), menu.dialect(), macros, problems);
    new Parser(lexer, menu, macros, files, problems).parse();
  }
}
