package org.distroc.builder;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.builder.messages.ToolMessages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.Confinement.Limits;
import org.distroc.plan.InitPlan;

/** Recognizes in the output of a step that a limit of the sandbox ended it. */
final class ReachedLimit {
  private static final Pattern FILE = Pattern.compile("File size limit exceeded|Error 153\\b");
  private static final Pattern MEMORY =
      Pattern.compile(
          "virtual memory exhausted|memory exhausted|out of memory allocating|std::bad_alloc"
              + "|Cannot allocate memory");
  private static final Pattern PROCESSES =
      Pattern.compile("(?i)(v?fork|posix_spawn)\\b.*Resource temporarily unavailable|cannot fork");

  private static final Pattern OBJECT =
      Pattern.compile("^make: \\*\\*\\* \\[(?:[^\\]]*: )?([^\\]:]+)\\]", Pattern.MULTILINE);

  private ReachedLimit() {}

  /**
   * The diagnostic, if a limit was reached.
   *
   * @param errors what the step printed
   * @param sources the recipe's own, one of which may be to blame
   */
  static Optional<Diagnostic> in(
      String errors, Stage stage, Limits limits, List<InitPlan.SourceFile> sources) {
    return limit(errors, limits)
        .map(
            limit -> {
              Diagnostic reached =
                  Diagnostic.error(
                          Code.D5071,
                          "the step `" + stage + "` reached the sandbox's limit of " + limit)
                      .help("if it needs that much, use `--no-sandbox`, which sets no limits");
              return source(errors, sources).map(reached::at).orElse(reached);
            });
  }

  private static Optional<String> limit(String errors, Limits limits) {
    if (FILE.matcher(errors).find()) {
      return Optional.of(size(limits.fileBytes()) + " for a file");
    }
    if (MEMORY.matcher(errors).find()) {
      return Optional.of(size(limits.memoryBytes()) + " of memory for a process");
    }
    return PROCESSES.matcher(errors).find()
        ? Optional.of(limits.processes() + " processes")
        : Optional.empty();
  }

  private static String size(long bytes) {
    return bytes < 1L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
  }

  private static Optional<Span> source(String errors, List<InitPlan.SourceFile> sources) {
    Matcher object = OBJECT.matcher(errors);
    return object.find()
        ? sources.stream()
            .filter(one -> one.isCompiled() && one.object().equals(object.group(1)))
            .map(ToolMessages::start)
            .findFirst()
        : Optional.empty();
  }
}
