package org.distroc.elf;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.Span;

/** The functions that the object files of a program take from a library. */
public final class LibraryReferences {
  private LibraryReferences() {}

  /**
   * The names, each with the first source that refers to it.
   *
   * @param objects the object file of each source, as in {@link InitChecks.Files}
   * @throws org.distroc.diag.Failure if one is damaged
   */
  public static SortedMap<String, String> of(Map<String, Path> objects) {
    Map<String, ElfFile> files = new LinkedHashMap<>();
    objects.forEach((source, path) -> files.put(source, LinkedProgram.readElf(path)));
    SortedMap<String, String> names = new TreeMap<>();
    files.forEach(
        (source, file) ->
            file.symbols().stream()
                .filter(symbol -> symbol.section() == 0 && symbol.global())
                .forEach(symbol -> names.putIfAbsent(symbol.name(), source)));
    files.values().forEach(file -> names.keySet().removeIf(n -> file.symbol(n).isPresent()));
    return names;
  }

  /** The first line of a source that calls a function, as far as its text shows. */
  public static Optional<Span> call(SourceFile source, String function) {
    List<String> lines = source.lines();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      for (int at = line.indexOf(function); at >= 0; at = line.indexOf(function, at + 1)) {
        boolean starts = at == 0 || !Character.isJavaIdentifierPart(line.charAt(at - 1));
        String rest = line.substring(at + function.length()).stripLeading();
        boolean comment =
            line.stripLeading().startsWith("/") || line.stripLeading().startsWith("*");
        if (starts && rest.startsWith("(") && !comment) {
          return source.span(number);
        }
      }
    }
    return Optional.empty();
  }
}
