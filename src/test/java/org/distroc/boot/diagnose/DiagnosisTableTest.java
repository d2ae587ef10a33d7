package org.distroc.boot.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.boot.test.BootExplanation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTableTest {
  private static final DiagnosisTable TABLE = DiagnosisTable.shipped();

  /** What a guest showed, the facts as key=value, and words that the first sentence must have. */
  record Example(String id, String console, String facts, String words) {
    Facts parsed() {
      return known(facts.split(" "));
    }
  }

  /** Facts as key=value. */
  private static Facts known(String... values) {
    Facts.Builder facts = new Facts.Builder();
    Map<String, String> options = new HashMap<>();
    for (String value : values) {
      String key = value.substring(0, value.indexOf('='));
      String is = value.substring(value.indexOf('=') + 1);
      if (key.startsWith(Facts.OPTION)) {
        options.put(key.substring(Facts.OPTION.length()), is);
      } else if (key.equals("options")) {
        facts.options(Map.of());
      } else {
        facts.put(Fact.of(key).orElseThrow(() -> new AssertionError("no fact " + key)), is);
      }
    }
    return options.isEmpty() ? facts.build() : facts.options(options).build();
  }

  static List<Example> examples() throws IOException {
    List<Example> all = new ArrayList<>();
    String text = Files.readString(Path.of("src/test/resources/diagnoses/examples.txt"));
    for (String block : text.replaceAll("(?m)^#.*\n", "").strip().split("\n\n")) {
      List<String> console = new ArrayList<>();
      Map<String, String> keys = new HashMap<>();
      for (String line : block.split("\n")) {
        if (line.startsWith("| ")) {
          console.add(line.substring(2));
        } else {
          int colon = line.indexOf(": ");
          keys.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      all.add(
          new Example(
              keys.get("id"), String.join("\n", console), keys.get("facts"), keys.get("words")));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void explains(Example example) {
    List<BootExplanation> found = TABLE.explain(example.console(), example.parsed());
    assertEquals(1, found.size(), found.toString());
    BootExplanation explanation = found.get(0);
    assertEquals(example.id(), explanation.id());
    assertTrue(explanation.sentence().contains(example.words()), explanation.sentence());
    assertFalse(
        (explanation.sentence() + explanation.help()).contains("{"), explanation.toString());
  }

  @Test
  void hasAnExampleForEachRow() throws IOException {
    List<String> withExample = examples().stream().map(Example::id).distinct().toList();
    assertEquals(TABLE.rows().stream().map(DiagnosisTable.Row::id).toList(), withExample);
  }

  @Test
  void pointsAtTheRecipeWithARemedy() {
    for (DiagnosisTable.Row row : TABLE.rows()) {
      assertFalse(row.about().isEmpty(), row.id());
      assertFalse(row.help().isEmpty(), row.id());
      assertTrue(row.says().endsWith("."), row.id());
      String words = row.title() + "|" + String.join("|", row.help());
      assertFalse((words + "|").contains(".|"), words);
    }
  }

  @Test
  void reportsNothingAboutAHealthyGuest() {
    Facts facts = known("console=spoke", "display=vga", "panicked=no");
    assertEquals(
        List.of(), TABLE.explain("Linux version 6.1\nRun /init as init process\n# ", facts));
  }

  @Test
  void saysOneThingOfEachGroup() {
    String console =
        "Failed to execute /init (error -2)\nKernel panic - not syncing: No working init found.\n"
            + "unable to open an initial console";
    List<String> ids =
        TABLE.explain(console, known("medium=iso")).stream().map(BootExplanation::id).toList();
    assertEquals(List.of("init-ended/no-such-file", "console/none-open"), ids);
  }

  @Test
  void usesTheVaguestExplanationOnlyAsALastResort() {
    Facts facts = known("console=silent", "display=serial");
    assertEquals("otherwise/silent-serial", TABLE.explain("", facts).get(0).id());
    List<BootExplanation> known =
        TABLE.explain("This kernel requires an x86-64 CPU, but only detected an i686 CPU.", facts);
    assertEquals(List.of("processor/not-64-bit"), known.stream().map(BootExplanation::id).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: a/b",
        "title: t\nsays: x",
        "id: a/b\nsays: x",
        "id: a/b\ntitle: t",
        "id: nogroup\ntitle: t\nsays: x",
        "id: a/b\ntitle: t\nsays: x\nsays: y",
        "id: a/b\ntitle: t\nwhat: x",
        "id: a/b\ntitle: t\nsays: x\nwhen: display",
        "id: a/b\ntitle: t\nsays: x\nconsole: (",
        "just text"
      })
  void rejectsAMalformedRow(String text) {
    BufferedReader in = new BufferedReader(new StringReader(text));
    assertThrows(IllegalArgumentException.class, () -> DiagnosisTable.read(in));
  }

  /** The line of the mistake is named: the third one, after `id` and `title`. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when: dislay=vga | unknown fact `dislay`",
        "when: panicked=no, option.tty=n | unknown fact `option.tty`",
        "when: display=vgaa | `display` is never `vgaa`, only one of [none, serial, vga]",
        "when: cpu!=idel | `cpu` is never `idel`",
        "when: qemu.memory<needmemory | are not both numbers",
        "when: display<64 | are not both numbers",
        "when: display | not a condition: display",
        "says: it is {diplay} | `{diplay}` is neither a group of `console` nor a fact",
        "what: x | not a line of a diagnosis",
      })
  void aMisspeltFactIsRefusedWithItsLine(String line, String message) {
    String text = "id: a/b\ntitle: t\n" + line + "\nsays: x\n";
    String once = line.startsWith("says") ? text.replace("\nsays: x", "") : text;
    BufferedReader in = new BufferedReader(new StringReader(once));
    String said =
        assertThrows(IllegalArgumentException.class, () -> DiagnosisTable.read(in)).getMessage();
    assertTrue(said.startsWith("line 3: ") && said.contains(message), said);
  }

  @Test
  void everyFactIsSpeltAsTheTableSpellsIt() {
    for (Fact fact : Fact.values()) {
      assertEquals(Optional.of(fact), Fact.of(fact.key()));
      assertTrue(fact.key().matches("[a-z]+(\\.[a-z]+)?"), fact.key());
    }
    assertThrows(
        IllegalArgumentException.class, () -> new Facts.Builder().put(Fact.DISPLAY, "vgaa"));
  }
}
