package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three generated projects, file by file: the generated system calls on a boot medium, the kernel's
 * nolibc, and the host's C library with the recipe's own source. Every other recipe is covered by
 * {@link ProjectPropertiesTest}. Their kernel is the toy, so that the files depend only on the
 * recipe and the templates. To rewrite them, and review the diff:
 *
 * <pre>mvn -q test -Dtest=GoldenProjectsTest -Ddistroc.update=true</pre>
 */
class GoldenProjectsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "nolibc", "threads"})
  void theProjectIsTheGoldenOne(String name) throws IOException {
    Map<String, String> project = Projects.texts(name);
    if (Boolean.getBoolean("distroc.update")) {
      update(GOLDEN.resolve(name), project);
    }
    Map<String, String> golden = read(GOLDEN.resolve(name));
    assertEquals(golden.keySet(), project.keySet());
    for (String path : golden.keySet()) {
      assertEquals(golden.get(path), project.get(path), name + "/" + path);
    }
  }

  /** A golden folder that no test compares would go stale unnoticed. */
  @Test
  void everyGoldenFolderIsCompared() throws Exception {
    ValueSource compared =
        getClass()
            .getDeclaredMethod("theProjectIsTheGoldenOne", String.class)
            .getAnnotation(ValueSource.class);
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      assertEquals(
          new TreeSet<>(List.of(compared.strings())),
          new TreeSet<>(folders.map(folder -> folder.getFileName().toString()).toList()));
    }
  }

  private static SortedMap<String, String> read(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static void update(Path folder, Map<String, String> project) throws IOException {
    Files.createDirectories(folder);
    for (String old : read(folder).keySet()) {
      Files.delete(folder.resolve(old));
    }
    for (Map.Entry<String, String> file : project.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
