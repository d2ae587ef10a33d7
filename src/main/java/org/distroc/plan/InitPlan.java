package org.distroc.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Span;
import org.distroc.init.InitSystem;
import org.distroc.init.InitTable;
import org.distroc.kernel.Syscall;
import org.distroc.spec.Libc;

/**
 * The init program.
 *
 * @param shipped the name of the template that is its source, if distroc ships it
 * @param sources the recipe's own files otherwise
 * @param libc the C library that it is linked with
 * @param described the table of the program that a recipe describes, and its file names; empty for
 *     others
 * @param syscalls its system calls, in the order of the recipe; none with a C library
 * @param allowed diagnostics that are only warnings
 */
public record InitPlan(
    Optional<String> shipped,
    List<SourceFile> sources,
    Optional<Described> described,
    Libc libc,
    List<Syscall> syscalls,
    List<Allowance> allowed) {

  /** Copies the lists. */
  public InitPlan {
    sources = List.copyOf(sources);
    syscalls = List.copyOf(syscalls);
    allowed = List.copyOf(allowed);
  }

  /**
   * A program that is generated from a description.
   *
   * @param system what the recipe describes
   * @param table what the program reads
   * @param constants the numbers of the kernel's interface that it uses
   */
  public record Described(
      InitSystem system, InitTable table, List<InterfaceConstants.Constant> constants) {
    /** Copies the list. */
    public Described {
      constants = List.copyOf(constants);
    }
  }

  /**
   * A diagnostic that does not stop the build.
   *
   * @param code its code
   * @param at where the recipe allows it
   */
  public record Allowance(Code code, Span at) {}

  /**
   * A source file of the recipe.
   *
   * @param path relative to the recipe's folder, with {@code /}; only letters, digits, {@code .},
   *     {@code _}, {@code -} and {@code /}
   * @param file where it is, absolute
   * @param shown its name for diagnostics, relative like the recipe's
   */
  public record SourceFile(String path, Path file, String shown) {
    /** Whether it is compiled; a header is only included. */
    public boolean isCompiled() {
      return !path.endsWith(".h");
    }

    /** Its object file, relative to the build folder. */
    public String object() {
      return ProjectLayout.source(path).replaceFirst("\\.[cSs]$", ".o");
    }
  }
}
