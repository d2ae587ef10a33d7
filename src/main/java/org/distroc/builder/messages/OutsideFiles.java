package org.distroc.builder.messages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/** Reports a file that init must not be made from, at the line of the source that names it. */
public final class OutsideFiles {
  private static final int SHOWN = 80;

  private static final Pattern HEADER =
      Pattern.compile("/usr/(?:local/|\\w+-linux-\\w+/)?(?:include|lib/gcc(?:-cross)?)/.*");

  private final String kernel;
  private final List<InitPlan.SourceFile> sources;
  private final List<Span> listed;

  /** For the sources of a plan. */
  public OutsideFiles(BuildPlan plan) {
    this.kernel = plan.kernel().tree().root() + "/";
    this.sources = plan.init().map(InitPlan::sources).orElse(List.of());
    this.listed = plan.locations().sources();
  }

  /**
   * Whether a name is that of a file outside: absolute, and neither in the kernel source nor a
   * header of this machine, or above the folder of the recipe's sources.
   *
   * @param name as a source spells it
   */
  boolean isOutside(String name) {
    if (name.startsWith("/")) {
      boolean inside = name.startsWith(kernel) || HEADER.matcher(name).matches();
      return !inside || name.contains("/../");
    }
    int depth = 0;
    int highest = 0;
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      highest = Math.min(highest, depth);
    }
    return highest < 0;
  }

  /** The error about a file, at the first line of the sources that contains its name. */
  public Diagnostic error(String name) {
    Optional<Span> line = Optional.empty();
    // The preprocessor puts the folder of the including file in front.
    String wanted = name;
    while (line.isEmpty() && !wanted.isEmpty()) {
      String tail = wanted;
      for (InitPlan.SourceFile source : sources) {
        line = line.or(() -> place(source, tail));
      }
      int slash = wanted.indexOf('/');
      wanted = slash < 0 ? "" : wanted.substring(slash + 1);
    }
    return error(name, line);
  }

  /** As above, at a known line. */
  Diagnostic error(String name, Optional<Span> line) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    Diagnostic error =
        Diagnostic.error(Code.D3030, "init includes `" + shown + "`, which is outside its project")
            .why(
                "init is made from the recipe's sources, the kernel source and the headers of this"
                    + " machine, and from nothing else: any other file would get into the image"
                    + " without notice")
            .help(
                "list the file under `init.source`, and include it by its path relative to the"
                    + " file that includes it");
    Optional<Span> at = line.or(() -> listed.stream().findFirst());
    return at.map(error::at).orElse(error);
  }

  private static Optional<Span> place(InitPlan.SourceFile source, String wanted) {
    List<String> lines = SourcePlaces.lines(source.file());
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      int start = wanted.isEmpty() ? -1 : text.indexOf(wanted);
      if (start >= 0 && !Pattern.matches("\\s*//.*", text)) {
        return Optional.of(
            new Span(
                source.shown(),
                i + 1,
                text.codePointCount(0, start) + 1,
                wanted.codePointCount(0, wanted.length()),
                text));
      }
    }
    return Optional.empty();
  }
}
