package org.distroc.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Span;
import org.distroc.kernel.Syscall;
import org.distroc.spec.Libc;

/**
 * The first program.
 *
 * @param shipped the name of the template that is its source, if distroc ships it
 * @param sources the recipe's own files otherwise
 * @param libc what it is linked with
 * @param syscalls the system calls it gets, in the order of the recipe; none with a C library
 * @param allowed findings that are only warnings
 */
public record InitPlan(
    Optional<String> shipped,
    List<SourceFile> sources,
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
   * A finding that the recipe does not want to stop the build.
   *
   * @param code its code
   * @param at where the recipe says so
   */
  public record Allowance(Code code, Span at) {}

  /**
   * A source file of the recipe.
   *
   * @param path relative to the recipe's folder, with {@code /}; only letters, digits, {@code .},
   *     {@code _}, {@code -} and {@code /}
   * @param file where it is, absolute
   * @param shown its name beside the recipe's, as the user named that
   */
  public record SourceFile(String path, Path file, String shown) {
    /** Whether it is compiled by itself; a header is only there to be included. */
    public boolean isCompiled() {
      return !path.endsWith(".h");
    }

    /** The object file that the compiler makes of it, relative to the build folder. */
    public String object() {
      return "source/" + path.replaceFirst("\\.[cSs]$", ".o");
    }
  }
}
