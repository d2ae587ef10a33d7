package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.Tool;
import org.junit.jupiter.api.Test;

/**
 * Only the packages below {@code format}, and the templates below {@code templates/format}, name an
 * image format, its tools or its drive. All other code takes formats from the catalogue.
 */
class NoFormatElsewhereTest {
  private static final Path CODE = Path.of("src/main/java/org/distroc");
  private static final List<Path> TEXTS =
      List.of(Path.of("templates"), Path.of("src/main/resources"), Path.of("schemas"));

  /** Ordinary words as well, which code may use, but not to ask which format it has. */
  private static final Set<String> ORDINARY =
      Set.of("kernel", "initramfs", "disk", "tar", "cpio", "oci");

  /** Words that are not names of formats, but specific to one. */
  private static final List<String> MORE = List.of("cdrom", "cd-rom", "cd image", "ldlinux");

  /** By file: the words that it may have, and why. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          // Written from the catalogue, which FormatSchemaTest checks.
          "schemas/distro-v1.schema.json", forbidden(),
          // The name of a file, in an example of a lock file.
          "schemas/lock-v1.schema.json", Set.of("iso"),
          // A recipe, like those in recipes/: the one that `distroc new` writes.
          "templates/recipe/new.yaml", Set.of("iso"),
          // The name of a file, in an example of the help text.
          "src/main/java/org/distroc/cli/VerifyVerb.java", Set.of("iso"));

  /** A format's name that code compares or looks up. */
  private static final Pattern QUESTION =
      Pattern.compile(
          "Formats\\s*\\.\\s*of\\(\\s*\"|[fF]ormat\\w*\\)?\\.(name\\(\\)\\.)?equals\\(\"");

  private static Set<String> formats() {
    return Formats.ALL.stream().map(ImageFormat::name).collect(Collectors.toSet());
  }

  @Test
  void noFormatIsNamedOutsideOfItsPackage() throws IOException {
    List<String> found = new ArrayList<>();
    Set<String> unused = new TreeSet<>(ALLOWED.keySet());
    for (Path file : files()) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (String word : words(file.toString().endsWith(".java") ? withoutComments(text) : text)) {
        if (ALLOWED.getOrDefault(file.toString(), Set.of()).contains(word)) {
          unused.remove(file.toString());
        } else {
          found.add(file + ": " + word);
        }
      }
    }
    assertEquals(List.of(), found);
    assertEquals(Set.of(), unused, "exceptions that nothing needs");
  }

  @Test
  void filesOfAllKindsWereSeen() throws IOException {
    List<String> names = files().stream().map(Path::toString).toList();
    assertTrue(names.size() > 300, names.size() + " files");
    assertTrue(names.contains("templates/Makefile.ftl"), "templates");
    assertTrue(names.stream().anyMatch(name -> name.endsWith("/diagnoses.txt")), "resources");
    assertTrue(names.stream().noneMatch(name -> name.contains("/format/")), "formats themselves");
  }

  /** The checking itself, on code that is not allowed. */
  @Test
  void aNameIsSeen() {
    String code =
        """
        // An ISO in a comment is fine, and so is ISO_8859_1.
        /* xorriso too */
        String a = "iso"; Path isoName; var x = withIso(y); Charset c = ISO_8859_1;
        if (Formats.of("kernel").isPresent() || format.name().equals("initramfs")) {}
        boolean isOn = isOneOf(comparison); String url = "https://example.org/xorriso";
        String label = "the CD image";
        """;
    assertEquals(
        Set.of("iso", "xorriso", "cd image", "Formats.of(\"", "format.name().equals(\""),
        words(withoutComments(code)));
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> roots = new ArrayList<>(TEXTS);
    roots.add(CODE);
    for (Path root : roots) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .filter(file -> !file.startsWith(CODE.resolve("format")))
            .filter(file -> !file.startsWith("templates/format"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private static Set<String> words(String text) {
    Set<String> found = new HashSet<>();
    for (String word : forbidden()) {
      String quoted = Pattern.quote(word);
      String capital = Pattern.quote(Character.toUpperCase(word.charAt(0)) + word.substring(1));
      // As a word, and as a part of a name: isoName, withIso, IsoImage.
      boolean there =
          Pattern.compile("(?i)(?<![A-Za-z0-9_])" + quoted + "(?![A-Za-z0-9_])")
                  .matcher(text)
                  .find()
              || Pattern.compile("(?<![A-Za-z])" + quoted + "(?=[A-Z])").matcher(text).find()
              || Pattern.compile(capital + "(?![a-z])").matcher(text).find();
      if (there) {
        found.add(word);
      }
    }
    Matcher question = QUESTION.matcher(text);
    while (question.find()) {
      found.add(question.group());
    }
    return found;
  }

  private static Set<String> forbidden() {
    Set<String> words = new TreeSet<>(formats());
    words.removeAll(ORDINARY);
    Formats.tools().stream().map(Tool::name).forEach(words::add);
    words.addAll(MORE);
    return words;
  }

  /** The same code with its comments blank; texts between quotes stay. */
  private static String withoutComments(String code) {
    Matcher matcher =
        Pattern.compile(
                "(\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n"
                    + "])*\"|'(?:\\\\.|[^'\\\\])')|//[^\n"
                    + "]*|/\\*(?s:.*?)\\*/")
            .matcher(code);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          out, matcher.group(1) == null ? " " : Matcher.quoteReplacement(matcher.group(1)));
    }
    return matcher.appendTail(out).toString();
  }
}
