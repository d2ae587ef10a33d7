package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.junit.jupiter.api.Test;

/** The folders of the cache are named in one place. */
class CacheLayoutTest {
  private static final Path MAIN = Path.of("src/main/java/org/distroc");

  /** Folders of the same name that are not in the cache. */
  private static final Map<String, Set<String>> ELSEWHERE =
      Map.of(
          "OlddefconfigCheck.java", Set.of("objects"),
          "DebianSource.java", Set.of("digests"),
          "ReproducibilityCheck.java", Set.of("verify"));

  private static final Pattern IN_CACHE =
      Pattern.compile("(cacheFolder|cache)\\(\\)\\s*\\.(root\\(\\)\\s*\\.)?resolve\\(");

  /** Names of cache folders in a source file, which only {@link CacheFolder} may contain. */
  private static List<String> literals(String file, String source) {
    String names =
        Arrays.stream(CacheFolder.values())
            .map(folder -> Pattern.quote(folder.folder()))
            .collect(Collectors.joining("|"));
    List<String> found = new ArrayList<>();
    Matcher literal = Pattern.compile("resolve\\(\\s*\"(" + names + ")[/\"]").matcher(source);
    while (literal.find()) {
      if (!ELSEWHERE.getOrDefault(file, Set.of()).contains(literal.group(1))) {
        found.add(file + ": " + literal.group(1));
      }
    }
    Matcher below = IN_CACHE.matcher(source);
    while (below.find()) {
      found.add(file + ": " + below.group());
    }
    return found;
  }

  @Test
  void noOtherCodeNamesAFolderOfTheCache() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        found.addAll(literals(file.getFileName().toString(), Files.readString(file)));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void suchCodeWouldBeSeen() {
    assertEquals(1, literals("A.java", "folder.resolve(\"kernels\").resolve(key)").size());
    assertEquals(1, literals("A.java", "folder.resolve(\n \"shared/x\")").size());
    assertEquals(1, literals("A.java", "host.cacheFolder().resolve(name)").size());
    assertEquals(1, literals("A.java", "host.cache().root().resolve(name)").size());
    assertEquals(List.of(), literals("DebianSource.java", "folder.resolve(\"digests\")"));
  }

  /** The launcher is a shell script, and writes one of them. */
  @Test
  void theLauncherWritesItsArchivesWherePruningFindsThem() throws IOException {
    String launcher = Files.readString(Path.of("distroc"));
    assertTrue(launcher.contains("/distroc/" + CacheFolder.JVM.folder() + "$home"));
  }

  @Test
  void everyFolderHasItsNameAndItsSummary() {
    List<String> names = Arrays.stream(CacheFolder.values()).map(CacheFolder::folder).toList();
    assertEquals(names.stream().distinct().toList(), names);
    for (CacheFolder folder : CacheFolder.values()) {
      assertTrue(folder.folder().matches("[a-z-]+"), folder.folder());
      assertTrue(folder.summary().matches("[A-Za-z' ,-]{5,45}"), folder.summary());
    }
  }

  @Test
  void aCacheThatCannotBeUsedIsExplained() {
    CacheLayout cache = new CacheLayout(Path.of("/x/distroc"));
    Diagnostic diagnostic =
        cache.unusable(new NoSuchFileException("/x/distroc/kernels")).diagnostics().get(0);
    assertEquals(Code.D5024, diagnostic.code());
    assertEquals("the cache in `/x/distroc` cannot be used", diagnostic.message());
    assertEquals(List.of("/x/distroc/kernels: no such file or directory"), diagnostic.reasons());
    assertEquals(Path.of("/x/distroc/locks/use-a.lock"), cache.sourceLease("a"));
  }
}
