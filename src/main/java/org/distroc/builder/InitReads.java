package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.builder.messages.OutsideFiles;
import org.distroc.diag.Diagnostic;
import org.distroc.host.BoundedFiles;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * The files that went into the objects of init, as the compiler and its assembler list them: the
 * preprocessor by {@code -MD}, the assembler by {@code --MD}. They must be in the project, in the
 * kernel source, or headers of this machine.
 */
final class InitReads {
  private final Path folder;
  private final BuildPlan plan;

  /** The real paths that an object was made from, sorted. */
  private final Set<Path> files = new TreeSet<>();

  /** Files that are no input of a build, or names that are no files, as the source spells them. */
  private final Set<String> outside = new LinkedHashSet<>();

  private InitReads(Path folder, BuildPlan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /** What the objects in a build folder were made from. */
  static InitReads of(Path folder, BuildPlan plan) throws IOException {
    InitReads reads = new InitReads(folder.toRealPath(), plan);
    Allowed allowed = new Allowed(reads.folder, plan.kernel().tree().root());
    for (Path list : reads.lists()) {
      for (String name : names(BoundedFiles.latin1(list, BoundedFiles.TEXT))) {
        reads.add(name, allowed);
      }
    }
    return reads;
  }

  private List<Path> lists() throws IOException {
    List<Path> lists = new ArrayList<>();
    for (String place : List.of("", ProjectLayout.SOURCE)) {
      Path at = folder.resolve(place);
      if (Files.isDirectory(at)) {
        try (Stream<Path> found = Files.walk(at, place.isEmpty() ? 1 : Integer.MAX_VALUE)) {
          found.filter(file -> file.toString().endsWith(".d")).sorted().forEach(lists::add);
        }
      }
    }
    return lists;
  }

  private void add(String name, Allowed allowed) throws IOException {
    Optional<Path> file = file(name);
    if (file.isEmpty()) {
      // The assembler also lists the names of `.file`, and the compiler's temporary files.
      if (name.indexOf('\n') >= 0) {
        outside.add(name);
      }
    } else if (allowed.contains(file.get())) {
      files.add(file.get());
    } else {
      outside.add(name);
    }
  }

  private Optional<Path> file(String name) throws IOException {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Optional.of(file.toRealPath()) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The names of a list in the syntax of make, without the target. A backslash quotes a blank, a
   * number sign, and joins lines; {@code $$} is a dollar sign. The assembler does not quote line
   * breaks: a name with one gets all that follows.
   */
  static List<String> names(String list) {
    String text = list.substring(list.indexOf(':') + 1).stripTrailing();
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\\' && next == '\n' || c == '\\' && next == ' ' || c == '\\' && next == '#') {
        if (next != '\n') {
          name.append(next);
        } else {
          end(name, names);
        }
        i++;
      } else if (c == '$' && next == '$') {
        name.append(c);
        i++;
      } else if (c == ' ') {
        end(name, names);
      } else {
        name.append(c);
      }
    }
    end(name, names);
    return names;
  }

  private static void end(StringBuilder name, List<String> names) {
    if (!name.isEmpty()) {
      names.add(name.toString());
      name.setLength(0);
    }
  }

  /** An error for each file outside, at the line that names it. */
  List<Diagnostic> findings() {
    OutsideFiles places = new OutsideFiles(plan);
    return outside.stream().map(places::error).toList();
  }

  /**
   * Names of the files that are inputs, except generated ones: relative in the project, absolute
   * elsewhere.
   */
  List<String> inputs(Collection<String> generated) {
    return files.stream()
        .map(file -> file.startsWith(folder) ? folder.relativize(file) : file)
        .map(Path::toString)
        .filter(name -> !generated.contains(name))
        .toList();
  }

  /** The folders that init may be made from. */
  private record Allowed(List<Path> folders) {
    /** Where compilers have their headers. */
    private static final List<String> HEADERS =
        List.of("/usr/include", "/usr/local/include", "/usr/lib/gcc", "/usr/lib/gcc-cross");

    Allowed(Path project, Path kernel) {
      this(Stream.concat(Stream.of(project, kernel), HEADERS.stream().map(Path::of)).toList());
    }

    boolean contains(Path real) throws IOException {
      for (Path allowed : folders) {
        if (Files.exists(allowed) && real.startsWith(allowed.toRealPath())) {
          return true;
        }
      }
      // A cross compiler's: /usr/i686-linux-gnu/include.
      return real.getNameCount() > 3
          && real.startsWith("/usr")
          && real.getName(1).toString().matches("[a-z0-9_]+-linux-[a-z0-9]+")
          && real.getName(2).toString().equals("include");
    }
  }
}
