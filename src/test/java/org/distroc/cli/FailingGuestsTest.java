package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of failed boots against the tests with guests that fail. */
class FailingGuestsTest {
  /** Rows that no guest of these tests can bring about, and why. */
  private static final Set<String> WITHOUT_GUEST =
      Set.of(
          // What is left of "error -2" when the facts about init are not known.
          "init-ended/no-such-file",
          // A boot sector that does not read its keyboard:
          // GuestTest#seesThatTheKeyboardIsNotRead.
          "keyboard/unread",
          // What is left of silence when nothing else explains it.
          "otherwise/silent-serial",
          "otherwise/silent-screen",
          // A host so busy that QEMU's clock is late: seen, and not to be had at will.
          "processor/late-timer");

  private static final List<String> TESTS =
      List.of(
          "FailedStartsTest",
          "FailedInitsTest",
          "SilentGuestsTest",
          "FailedMachinesTest",
          "KvmGuestTest",
          "FailedBootsLongTest");

  private static final Pattern ID = Pattern.compile("(?m)^id: (\\S+)$");
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b((unmounted|init-ended|memory|console|loader|silence|otherwise|processor|end)/[a-z0-9-]+)");

  @Test
  void haveOneForEachRowOfTheTable() throws IOException {
    Set<String> rows =
        found(
            ID,
            Files.readString(
                Path.of("src/main/resources/org/distroc/boot/diagnose/diagnoses.txt")));
    Set<String> tried = new TreeSet<>();
    for (String test : TESTS) {
      Path file = Path.of("src/test/java/org/distroc/cli", test + ".java");
      tried.addAll(found(NAMED, Files.readString(file)));
    }
    assertTrue(tried.size() > 40, tried.toString());
    tried.addAll(WITHOUT_GUEST);
    assertEquals(String.join("\n", rows), String.join("\n", tried));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
