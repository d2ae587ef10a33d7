package org.distroc.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.FileLock;
import org.distroc.host.Host;

/**
 * The consents of a user: {@code trust} in the folder of the settings, where no recipe and no cache
 * can write. One line each; a line that is damaged is no consent. Two runs of distroc write one
 * after the other.
 */
public final class ConsentFile {
  private static final String FOLDER = "folder";

  /** In bytes. */
  private static final long LARGEST = BoundedFiles.NOTE;

  /** The oldest are dropped first. */
  private static final int MOST = 2000;

  private final Path file;

  /** The file of a host's user; it need not exist. */
  ConsentFile(Host host) {
    this.file = host.configFolder().resolve("trust");
  }

  /**
   * One consent.
   *
   * @param key what was consented to, by digest; {@code folder} for all recipes below {@code path}
   * @param path the recipe that asked, or the folder: a real path
   * @param what the thing in words
   */
  public record Entry(String key, String path, String what) {
    static Entry of(Path folder) {
      return new Entry(FOLDER, folder.toString(), "every recipe in this folder and below");
    }

    /** Whether it is for a folder. */
    public boolean isFolder() {
      return key.equals(FOLDER);
    }

    /** Whether it is for a folder that holds the recipe with this real path. */
    boolean trusts(Path recipe) {
      return isFolder() && recipe.startsWith(path);
    }

    private String line() {
      return key + "\t" + escaped(path) + "\t" + escaped(what) + "\n";
    }
  }

  /** The consents; none if the file cannot be read, or is not one of ours. */
  List<Entry> read() {
    try {
      byte[] bytes = BoundedFiles.bytes(file, LARGEST);
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Without the file the user is asked again.
      return List.of();
    }
  }

  private static List<Entry> parse(String text) {
    List<Entry> entries = new ArrayList<>();
    // What follows the last line break was cut off.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 3
          && parts[0].matches(FOLDER + "|[0-9a-f]{64}")
          && parts[1].startsWith("/")
          && !parts[1].contains("%00")) {
        entries.add(new Entry(parts[0], unescaped(parts[1]), unescaped(parts[2])));
      }
    }
    return entries;
  }

  /** Adds consents; those that are there already are not repeated. */
  void add(List<Entry> more) throws IOException {
    change(
        before -> {
          Set<Entry> all = new LinkedHashSet<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  /** Removes consents; returns how many. */
  int remove(Predicate<Entry> which) throws IOException {
    return -change(before -> before.stream().filter(which.negate()).toList());
  }

  /** Changes the consents while no other process does; returns how many more there are. */
  private int change(UnaryOperator<List<Entry>> change) throws IOException {
    FileLock lock = FileLock.take(file.resolveSibling("trust.lock"), () -> {});
    try {
      List<Entry> before = read();
      List<Entry> after = change.apply(before);
      if (!after.equals(before)) {
        write(after);
      }
      return after.size() - before.size();
    } finally {
      lock.close();
    }
  }

  /** The newest that fit: a file that is too large would not be read again. */
  private void write(List<Entry> entries) throws IOException {
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    for (int i = entries.size() - 1; i >= 0 && lines.size() < MOST; i--) {
      String line = entries.get(i).line();
      bytes += line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LARGEST) {
        break;
      }
      lines.add(0, line);
    }
    AtomicFiles.write(file, String.join("", lines));
  }

  /** No character of a path or of a recipe can end a field or a line. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == 0x7f || c == '%') {
        out.append(String.format("%%%02x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean code =
          text.charAt(i) == '%'
              && i + 2 < text.length()
              && HexFormat.isHexDigit(text.charAt(i + 1))
              && HexFormat.isHexDigit(text.charAt(i + 2));
      if (code) {
        out.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
