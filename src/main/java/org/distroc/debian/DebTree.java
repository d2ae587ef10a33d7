package org.distroc.debian;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a .deb holds, without the bytes of its files.
 *
 * @param control the fields of its control file that count here
 * @param scripts the texts of its maintainer scripts by name: {@code postinst} and so on
 * @param entries in the order of the archive
 */
public record DebTree(
    SortedMap<String, String> control, SortedMap<String, String> scripts, List<DebEntry> entries) {
  /** The first line of the text; another one means another version of distroc. */
  private static final String FORMAT = "distroc deb 1";

  /** Copies the collections. */
  public DebTree {
    control = new TreeMap<>(control);
    scripts = new TreeMap<>(scripts);
    entries = List.copyOf(entries);
  }

  /** A field of its control file, or empty. */
  String field(String name) {
    return control.getOrDefault(name, "");
  }

  /** The number of bytes of all files. */
  long bytes() {
    return entries.stream().mapToLong(DebEntry::size).sum();
  }

  /** As lines of fields, for the cache. */
  String text() {
    StringBuilder text = new StringBuilder(FORMAT + "\n");
    control.forEach((name, value) -> text.append("c\t" + name + "\t" + escaped(value) + "\n"));
    scripts.forEach((name, script) -> text.append("s\t" + name + "\t" + escaped(script) + "\n"));
    for (DebEntry e : entries) {
      text.append(e.kind().letter() + "\t" + escaped(e.path()))
          .append("\t" + e.mode() + "\t" + e.uid() + "\t" + e.gid())
          .append("\t" + e.size() + "\t" + e.offset() + "\t" + e.sha256())
          .append("\t" + escaped(e.target()) + "\n");
    }
    return text.append("end\n").toString();
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IOException if it is damaged, or of another version
   */
  static DebTree parse(String text) throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2
        || !lines.get(0).equals(FORMAT)
        || !lines.get(lines.size() - 1).equals("end")) {
      throw new IOException("not a complete index");
    }
    TreeMap<String, String> control = new TreeMap<>();
    TreeMap<String, String> scripts = new TreeMap<>();
    List<DebEntry> entries = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      String[] f = line.split("\t", -1);
      if (f.length == 3) {
        (f[0].equals("c") ? control : scripts).put(f[1], unescaped(f[2]));
      } else {
        entries.add(entry(f));
      }
    }
    return new DebTree(control, scripts, entries);
  }

  private static DebEntry entry(String[] f) throws IOException {
    for (DebEntry.Kind kind : DebEntry.Kind.values()) {
      if (f.length == 9 && f[0].equals(String.valueOf(kind.letter()))) {
        try {
          return new DebEntry(
              kind,
              unescaped(f[1]),
              Integer.parseInt(f[2]),
              Integer.parseInt(f[3]),
              Integer.parseInt(f[4]),
              Long.parseLong(f[5]),
              Long.parseLong(f[6]),
              f[7],
              unescaped(f[8]));
        } catch (NumberFormatException e) {
          throw new IOException("not a number", e);
        }
      }
    }
    throw new IOException("not an entry");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
