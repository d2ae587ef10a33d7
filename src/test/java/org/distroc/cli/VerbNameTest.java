package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that names the verbs names all of them, in one order. */
class VerbNameTest {
  @TempDir Path folder;

  private Run run(String... words) {
    return Run.in(folder, words);
  }

  /** The distinct first groups of a pattern, in order. */
  private static List<String> found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    Set<String> words = new LinkedHashSet<>();
    while (matcher.find()) {
      words.add(matcher.group(1));
    }
    return List.copyOf(words);
  }

  @Test
  void theManualPageHasTheVerbs() throws IOException {
    String page = Files.readString(Path.of("docs/distroc.1"));
    assertEquals(VerbName.words(), found("^\\.B distroc ([a-z]+)", page));
  }

  @Test
  void theTableInReadmeHasTheVerbs() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    assertEquals(VerbName.words(), found("^\\| `distroc ([a-z]+)", page));
  }

  @Test
  void helpListsTheVerbsWithTheirWholeSummaries() {
    Run run = run("--help");
    String list = run.out().replaceAll("(?s).*\nCommands:\n(.*?)\n\n.*", "$1");
    assertEquals(VerbName.words(), found("^  ([a-z]+) ", list));
    for (VerbName name : VerbName.values()) {
      assertTrue(list.matches("(?s).*  " + name.word() + " +\\Q" + name.summary() + "\\E.*"), list);
      assertTrue(name.summary().endsWith("."), name.summary());
    }
    run.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @ParameterizedTest
  @EnumSource(VerbName.class)
  void theHelpOfAVerbBeginsWithItsSummaryAndHasAnExample(VerbName name) {
    String verb = name.word();
    Run run = run(verb, "--help");
    assertEquals(0, run.exit(), run.all());
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("Usage: distroc " + verb + " "), run.out());
    assertTrue(run.out().contains("\n" + name.summary() + "\n"), run.out());
    assertTrue(run.out().matches("(?s).*\nExamples?: distroc " + verb + " .*"), run.out());
    run.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertEquals(run, run("--help", verb), "the help of a verb either way");
  }

  @ParameterizedTest
  @CsvSource({
    "verfy, verify",
    "lcok, lock",
    "debgu, debug",
    "trce, trace",
    "sbmo, sbom",
    "cahce, cache",
    "disasemble, disassemble"
  })
  void amisspelledVerbIsRecognized(String typed, String meant) {
    assertTrue(
        run(typed).err().contains("did you mean `distroc " + meant + "`?"), run(typed).err());
  }

  /** Two letters swapped, and one left out, at every place of every verb. */
  @ParameterizedTest
  @EnumSource(VerbName.class)
  void slipsInAnyVerbAreRecognized(VerbName name) {
    String verb = name.word();
    for (int i = 0; i + 1 < verb.length(); i++) {
      String swapped =
          verb.substring(0, i) + verb.charAt(i + 1) + verb.charAt(i) + verb.substring(i + 2);
      isSuggested(verb, swapped);
      isSuggested(verb, verb.substring(0, i) + verb.substring(i + 1));
    }
  }

  private static void isSuggested(String verb, String typed) {
    if (VerbName.of(typed).isEmpty()) {
      String help =
          new TextRenderer(false).render(List.of(UsageErrors.unknownVerb(typed).orElseThrow()));
      assertTrue(help.contains("did you mean `distroc " + verb + "`?"), typed + ": " + help);
    }
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh", "fish"})
  void completionKnowsTheVerbs(String shell) {
    String script = run("completion", shell).out();
    for (VerbName name : VerbName.values()) {
      assertTrue(Pattern.compile("\\b" + name.word() + "\\b").matcher(script).find(), script);
    }
    if (shell.equals("fish")) {
      assertTrue(script.contains(VerbName.LOCK.summary()), script);
    }
  }

  @ParameterizedTest
  @EnumSource(VerbName.class)
  void aVerbIsFoundByItsWord(VerbName name) {
    assertEquals(name, VerbName.of(name.word()).orElseThrow());
    assertTrue(!name.isFast() || name.create() instanceof RecipeVerb, name.word());
  }
}
