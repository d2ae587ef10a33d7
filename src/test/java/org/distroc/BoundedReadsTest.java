package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files are read through {@code BoundedFiles}, which looks at their kind and size first. */
class BoundedReadsTest {
  private static final Path SOURCES = Path.of("src/main/java/org/distroc");

  private static final Pattern UNBOUNDED =
      Pattern.compile(
          "\\bFiles\\s*\\.(readAllBytes|readString|readAllLines|lines|newInputStream"
              + "|newBufferedReader|copy\\(\\w+, \\w+\\.toFile)\\b"
              + "|\\bnew (FileInputStream|FileReader|RandomAccessFile|Scanner)\\b");

  /** Each reads a file by other means, for the reason given. */
  private static final Set<String> EXCEPTIONS =
      Set.of(
          // opens what it has looked at
          "host/BoundedFiles.java",
          // its own end of a pipe
          "kconfig/shell/ProcessShellRunner.java");

  @Test
  void noFileIsReadWithoutBounds() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertTrue(sources.size() > 300, "sources were read");
      Set<String> found = new TreeSet<>();
      for (Path source : sources) {
        if (UNBOUNDED.matcher(Files.readString(source)).find()) {
          found.add(SOURCES.relativize(source).toString());
        }
      }
      assertEquals(new TreeSet<>(EXCEPTIONS), found, "use BoundedFiles");
    }
  }
}
