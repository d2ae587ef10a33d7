package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.cli.WatchedRun.Ended;
import org.distroc.report.TestReportsTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real guests that misbehave, under a separate distroc process. */
@Tag("guest")
class HostileGuestsTest {
  private static final int MOST_MIB = 300;
  private static final int COLUMNS = 40;
  private static final long LOG_LIMIT = (16 << 20) + 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What distroc itself writes to a terminal: up, clear, colours, wrapping. */
  private static final Pattern OURS = Pattern.compile("\033\\[(\\?7[hl]|[0-9;]*[AJKm])");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n]]");

  @TempDir static Path folder;

  @BeforeAll
  static void writeRecipes() throws Exception {
    String recipe = resource("hostile.yaml");
    String program = resource("hostile.c");
    Files.writeString(folder.resolve("hostile.yaml"), recipe);
    Files.writeString(folder.resolve("hostile.c"), program);
    Files.writeString(folder.resolve("endless.c"), "#define ROLE 'r'\n" + program);
    Files.writeString(
        folder.resolve("endless.yaml"),
        recipe
            .replace("name: hostile", "name: endless")
            .replace("hostile.c", "endless.c")
            .replace("flags: []", "flags: [-action, \"reboot=reset\"]")
            .replaceAll("(?s)tests:.*", "test: {timeout: 14s, steps: [{expect: never}]}\n"));
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = HostileGuestsTest.class.getResourceAsStream("hostile/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void leavesNothing(WatchedRun distroc) throws Exception {
    distroc.awaitNoProcessesLeft(Duration.ofSeconds(5));
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.filter(f -> !f.toString().contains("hsperfdata")).toList());
    }
  }

  /** Silence, a flood, noise, a fork bomb, endless restarts: at once, on a narrow terminal. */
  @Test
  void endInTheirTimeAndLeaveTheTerminalAlone() throws Exception {
    WatchedRun distroc =
        WatchedRun.onTerminal(
            folder,
            COLUMNS,
            "test",
            "--jobs",
            "5",
            "--tap",
            "--junit",
            "out.xml",
            "--only",
            "*/hang",
            "--only",
            "*/flood",
            "--only",
            "*/noise",
            "--only",
            "*/fork-bomb",
            "--only",
            "endless",
            "hostile.yaml",
            "endless.yaml");
    Ended ended = distroc.end(PATIENCE);
    leavesNothing(distroc);
    assertEquals(7, ended.exit(), ended.all());
    System.out.println("hostile guests: " + ended.peakMib() + " MiB at most");
    assertTrue(ended.peakMib() > 20 && ended.peakMib() < MOST_MIB, ended.all());
    assertEquals(5, ended.out().split("\n  outcome: \"timed_out\"\n").length - 1, ended.all());
    assertFalse(CONTROL.matcher(ended.out()).find(), ended.all());
    isHarmlessOnATerminal(ended.err());
    String xml = Files.readString(folder.resolve("out.xml"));
    TestReportsTest.validate(xml);
    assertTrue(xml.contains("hostile/noise"), xml);
    isBounded(folder.resolve("build"));
    String restarts = Files.readString(folder.resolve("build/endless/evidence/test/console.txt"));
    assertTrue(restarts.split("Linux version").length > 2, restarts);
    String noise = Files.readString(folder.resolve("build/hostile/evidence/noise/console.txt"));
    assertFalse(CONTROL.matcher(noise.replace('\t', ' ')).find(), "control characters");
    assertTrue(noise.contains("red"), "the text between escape sequences");
  }

  private static void isHarmlessOnATerminal(String shown) {
    assertTrue(shown.contains("hostile/noise"), shown);
    String text = OURS.matcher(shown).replaceAll("");
    assertFalse(CONTROL.matcher(text.replace("\r", "")).find(), shown);
    assertFalse(Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}]").matcher(text).find(), shown);
    for (String line : shown.split("[\r\n]")) {
      // A line of the live view ends with the sequence that clears what stood there.
      if (line.contains("\033[K")) {
        int columns = OURS.matcher(line).replaceAll("").length();
        assertTrue(columns < COLUMNS, columns + " columns: " + line);
      }
    }
  }

  private static void isBounded(Path build) throws Exception {
    try (Stream<Path> files = Files.walk(build)) {
      for (Path file : files.filter(f -> f.toString().contains("evidence")).toList()) {
        assertTrue(Files.size(file) < LOG_LIMIT, file + " has " + Files.size(file) + " bytes");
      }
    }
  }

  @Test
  void endsWithTheGuestThatRestarts() throws Exception {
    WatchedRun distroc =
        WatchedRun.start(folder, Map.of(), "test", "--only", "*/restart", "hostile.yaml");
    Ended ended = distroc.end(PATIENCE);
    leavesNothing(distroc);
    assertEquals(6, ended.exit(), ended.all());
    assertTrue(ended.err().contains("error[D7002]"), ended.all());
  }

  private WatchedRun waiting() throws Exception {
    Path console = folder.resolve("build/hostile/evidence/killed/console.log");
    Files.deleteIfExists(console);
    WatchedRun distroc =
        WatchedRun.start(folder, Map.of(), "test", "--only", "*/killed", "hostile.yaml");
    distroc.awaitOnConsole(console, "which? ");
    return distroc;
  }

  @Test
  void endsWithAQemuThatIsKilledFromOutside() throws Exception {
    WatchedRun distroc = waiting();
    distroc.signalQemu("KILL");
    Ended ended = distroc.end(Duration.ofSeconds(10));
    leavesNothing(distroc);
    assertEquals(6, ended.exit(), ended.all());
    assertTrue(ended.err().contains("killed by signal 9"), ended.all());
  }

  @Test
  void endsItsGuestWhenItIsInterrupted() throws Exception {
    WatchedRun distroc = waiting();
    distroc.signal("INT");
    Ended ended = distroc.end(Duration.ofSeconds(10));
    leavesNothing(distroc);
    assertEquals(130, ended.exit(), ended.all());
  }

  @Test
  void itsGuestEndsEvenWhenDistrocIsKilled() throws Exception {
    WatchedRun distroc = waiting();
    distroc.signal("KILL");
    assertEquals(137, distroc.end(Duration.ofSeconds(10)).exit());
    distroc.awaitNoProcessesLeft(Duration.ofSeconds(5));
    // The sockets are left over: no process was left to remove them.
    try (Stream<Path> left = Files.walk(folder.resolve("tmp"))) {
      left.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
