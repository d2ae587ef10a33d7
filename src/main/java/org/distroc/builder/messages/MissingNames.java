package org.distroc.builder.messages;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallTable;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.spec.Libc;

/** Says what to do about a function that is not declared, or not defined. */
final class MissingNames {
  private static final Pattern IMPLICIT =
      Pattern.compile("implicit declaration of function ['‘](\\w+)['’](.*)");

  private static final String NOT_FOUND = "No such file or directory";

  private final Libc libc;
  private final List<String> listed;
  private final Span recipe;
  private final boolean hasList;
  private final Supplier<SyscallTable> table;

  /**
   * For a plan with an init program.
   *
   * @param table the system calls of its kernel; asked for when a name is missing
   */
  MissingNames(BuildPlan plan, Supplier<SyscallTable> table) {
    InitPlan init = plan.init().orElseThrow();
    this.libc = init.libc();
    this.listed = init.syscalls().stream().map(Syscall::name).toList();
    this.hasList = plan.locations().keys().containsKey("init.syscalls");
    this.recipe = plan.locations().nearest("init.syscalls");
    this.table = table;
  }

  /** The function that a message of the compiler reports as not declared. */
  static Optional<String> undeclared(String message) {
    Matcher implicit = IMPLICIT.matcher(message);
    return implicit.find() ? Optional.of(implicit.group(1)) : Optional.empty();
  }

  /** Whether a note helps: gcc proposes headers of a C library that init may not have. */
  boolean isOfUse(String note) {
    return libc != Libc.NONE || !note.contains("<");
  }

  /** The compiler's message with what to do, if it is about a missing name or header. */
  Diagnostic explained(Diagnostic diagnostic, InitPlan.SourceFile file, String message) {
    Matcher implicit = IMPLICIT.matcher(message);
    if (implicit.find()) {
      return undeclared(diagnostic, file, implicit.group(1), implicit.group(2));
    }
    return message.endsWith(NOT_FOUND) ? diagnostic.help(headers()) : diagnostic;
  }

  private String headers() {
    String copied = "only files listed under `init.source` are copied to the build folder";
    return switch (libc) {
      case NONE -> "without a C library the generated `syscalls.h` is the only header; " + copied;
      case NOLIBC ->
          "nolibc has few headers, `#include <nolibc.h>` brings all of it; for one of your own: "
              + copied;
      case STATIC -> "if the header is your own: " + copied;
    };
  }

  private Diagnostic undeclared(
      Diagnostic diagnostic, InitPlan.SourceFile file, String name, String rest) {
    if (libc == Libc.STATIC) {
      return diagnostic;
    }
    String header = libc == Libc.NONE ? "syscalls.h" : "nolibc.h";
    String include = libc == Libc.NONE ? "`#include \"syscalls.h\"`" : "`#include <nolibc.h>`";
    boolean includes =
        SourcePlaces.lines(file.file()).stream()
            .anyMatch(line -> line.contains("#") && line.contains(header));
    if (libc == Libc.NOLIBC) {
      return includes ? undefined(diagnostic, name) : diagnostic.help("add " + include);
    }
    Diagnostic helped = includes ? diagnostic : diagnostic.help("add " + include);
    return listed.contains(name) || rest.contains("did you mean")
        ? helped
        : undefined(helped, name);
  }

  /** The diagnostic about a name that nothing defines, with the reason and what to do. */
  Diagnostic undefined(Diagnostic diagnostic, String name) {
    return libc == Libc.NONE
        ? withoutLibrary(diagnostic, name)
        : diagnostic
            .why("the linker found it neither in your files nor in " + library())
            .help(
                libc == Libc.NOLIBC
                    ? "nolibc has few functions: `libc: static` has all of them"
                    : "if a file of yours defines it, list that under `init.source`; otherwise"
                        + " check the spelling");
  }

  private String library() {
    return libc == Libc.STATIC ? "the C library" : "nolibc";
  }

  private Diagnostic withoutLibrary(Diagnostic diagnostic, String name) {
    SyscallTable calls = table.get();
    Optional<String> spelled = calls.alias("_" + name);
    if (spelled.isPresent()) {
      return diagnostic.why(spelled.get()).help(use("_" + name));
    }
    if (calls.names().contains(name) || calls.alias(name).isPresent()) {
      return diagnostic
          .why("`" + name + "` is a system call that the recipe does not list")
          .help(add(name));
    }
    Optional<String> behind = calls.behind(name);
    if (behind.isPresent()) {
      return diagnostic
          .why("`" + name + "` is a function of C libraries, and init is linked with none")
          .help(use(behind.get()))
          .help("or link init with a C library: `libc: static`, or `libc: nolibc`");
    }
    List<String> near = NearestNames.to(name, listed);
    if (!near.isEmpty()) {
      return diagnostic
          .why("neither your files nor `init.syscalls` have it")
          .help("did you mean `" + String.join("` or `", near) + "`?");
    }
    near = NearestNames.nearest(name, calls.names());
    if (near.size() == 1) {
      return diagnostic
          .why("neither your files nor `init.syscalls` have it")
          .help("did you mean `" + near.get(0) + "`? If so: " + add(near.get(0)));
    }
    return diagnostic
        .why("the linker found it neither in your files nor in what distroc adds to them")
        .help(
            "if a file of yours defines it, list that under `init.source`; it is none of the"
                + " kernel's system calls, and functions of a C library need `libc: static`");
  }

  private String use(String call) {
    return "call `" + call + "` instead" + (listed.contains(call) ? "" : ", and " + add(call));
  }

  private String add(String call) {
    String place = recipe.file() + ":" + recipe.line();
    return hasList
        ? "add `" + call + "` to `syscalls`, at " + place
        : "write `syscalls: [" + call + "]` under `init`, at " + place;
  }
}
