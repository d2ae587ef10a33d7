package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;

/**
 * Stores how many steps the last full build of a kernel took, and how long, for the progress
 * display of the next one. The file is next to the object folder, with a line for each kind of
 * build. Only the display depends on it, so a damaged file does no harm.
 */
final class BuildTimeHistory {
  /** Steps and duration of a build. */
  record Measured(int steps, Duration time) {}

  private final Path file;
  private final String kind;

  /**
   * The history of one kind of build in an object folder.
   *
   * @param kind a word without spaces, such as the base of the configuration
   */
  BuildTimeHistory(Path objects, String kind) {
    this.file = objects.resolveSibling(objects.getFileName() + ".pace");
    this.kind = kind.replaceAll("\\s", "_");
  }

  /** The last build of this kind, if there was one. */
  Optional<Measured> last() {
    String[] words = lines().getOrDefault(kind, "").split(" ");
    return words.length == 2 && words[0].matches("\\d{1,7}") && words[1].matches("\\d{1,9}")
        ? Optional.of(
            new Measured(Integer.parseInt(words[0]), Duration.ofMillis(Integer.parseInt(words[1]))))
        : Optional.empty();
  }

  /** Stores the duration of a build. */
  void remember(Measured build) throws IOException {
    Map<String, String> lines = lines();
    lines.put(kind, build.steps() + " " + build.time().toMillis());
    StringBuilder text = new StringBuilder();
    lines.forEach((name, rest) -> text.append(name + " " + rest + "\n"));
    AtomicFiles.write(file, text.toString());
  }

  private Map<String, String> lines() {
    Map<String, String> lines = new TreeMap<>();
    try {
      for (String line : BoundedFiles.text(file, BoundedFiles.NOTE).lines().toList()) {
        int space = line.indexOf(' ');
        if (space > 0) {
          lines.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      // Missing or unreadable: no estimate is shown.
      return lines;
    }
    return lines;
  }
}
