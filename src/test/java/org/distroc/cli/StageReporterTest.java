package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.cli.terminal.StageTime;
import org.distroc.cli.terminal.Streams;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StageReporterTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Reporter reporter(boolean terminal) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Streams streams = new Streams(InputStream.nullInputStream(), stream, stream, false, terminal);
    String path = System.getenv("PATH");
    return new Reporter(
        streams, new Host(Map.of("TERM", "xterm", "NO_COLOR", "1", "PATH", path), Path.of("/")));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void waitFor(String text) throws InterruptedException {
    while (!said().contains(text)) {
      Thread.sleep(20);
    }
  }

  @Test
  void aSilentToolStillShowsProgress() throws InterruptedException {
    try (StageReporter stages = new StageReporter(reporter(false), false, false, SHORT)) {
      stages.stage("kernel");
      waitFor("kernel 0.");
      stages.expect(40, Duration.ofMinutes(2));
      stages.step(10, "CC init/main.o");
      stages.step(9, "CC init/other.o");
      waitFor(" s, 10 of about 40 steps, ");
      waitFor(" left: CC init/other.o\n");
      stages.step(41, "LD vmlinux");
      waitFor(" s, 41 steps: LD vmlinux\n");
      stages.done("9 bytes");
    }
    assertFalse(said().contains("\033"), said());
    assertTrue(said().contains("kernel: 9 bytes (0."), said());
  }

  @Test
  void aStageThatIsDoneAtOnceShowsNoHeartbeat() {
    try (StageReporter stages = new StageReporter(reporter(false), false, false)) {
      stages.stage("init");
      stages.done("624 bytes");
    }
    assertEquals("init: 624 bytes\n", said());
  }

  @Test
  void theLineOfATerminalLeavesItAsItWas() throws InterruptedException {
    try (StageReporter stages = new StageReporter(reporter(true), false, false, SHORT)) {
      stages.stage("kernel");
      stages.step(1, "CC " + "long/".repeat(100) + "\033[31mred");
      waitFor("1 steps");
      stages.warn(List.of(Diagnostic.warning(Code.D6022, "gcc warns")));
      stages.done("");
    }
    // Off and on again within one writing, so that Ctrl-C finds it on.
    assertTrue(
        said().matches("(?s)(?:(?!\033\\[\\?7[lh]).|\033\\[\\?7l[^\n]*?\033\\[\\?7h)*"), said());
    assertFalse(said().contains("\033[31m"), "a tool writes no escapes");
    for (String line : said().split("\033\\[\\?7l")) {
      assertTrue(line.replaceFirst("(?s)\033.*", "").length() < 4096, line);
    }
    assertTrue(said().contains("\033[K\033[?7hwarning[D6022]: gcc warns\n"), said());
  }

  /** On a pseudo-terminal of 30 columns, made by util-linux's script. */
  @Test
  void theLineIsCutToTheWidthOfTheTerminal() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("surefire.test.class.path");
    Path session = folder.resolve("session");
    Files.writeString(
        session,
        "stty rows 10 cols 30\nexec '%s' -cp '%s' %s\n"
            .formatted(
                java,
                classes == null ? System.getProperty("java.class.path") : classes,
                StageReporterTest.class.getName()));
    Command script =
        Command.of("script", "-qefc", "sh " + session, "/dev/null")
            .with("TERM", "xterm")
            .with("LC_ALL", "C.UTF-8")
            .limit(Duration.ofSeconds(50));
    String shown = new ProcessRunner(Host.ofProcess()).run(script).output();
    Matcher line = Pattern.compile("\033\\[\\?7l([^\033]+)\033").matcher(shown);
    assertTrue(line.find(), shown);
    assertEquals("kernel 0.", line.group(1).substring(0, 9));
    assertEquals(29, line.group(1).length(), shown);
    assertTrue(line.group(1).endsWith("…"), shown);
  }

  /** What runs on that terminal. */
  public static void main(String[] args) throws InterruptedException {
    Host host = Host.ofProcess();
    Streams own = Streams.ofProcess();
    Streams terminal = new Streams(own.in(), own.out(), own.err(), true, true);
    Reporter reporter = new Reporter(terminal, host);
    try (StageReporter stages = new StageReporter(reporter, false, false, SHORT)) {
      stages.stage("kernel");
      stages.step(1, "CC a/path/that/is/far/too/long/for/such/a/terminal.o");
      Thread.sleep(1000);
    }
  }

  @Test
  void quietPrintsOnlyWarnings() {
    try (StageReporter stages = new StageReporter(reporter(true), true, false, SHORT)) {
      stages.stage("init");
      stages.step(1, "CC x.o");
      stages.warn(List.of(Diagnostic.warning(Code.D6022, "gcc warns")));
      stages.warn(List.of(Diagnostic.warning(Code.D6022, "gcc warns")));
      stages.done("1 byte");
    }
    assertEquals("warning[D6022]: gcc warns\n\n", said());
  }

  @Test
  void theEstimateAdaptsToThisBuild() {
    Duration second = Duration.ofSeconds(1);
    StageTime time = new StageTime().expecting(100, second.multipliedBy(100));
    assertEquals(second.multipliedBy(99), rounded(time.at(1).left(second)));
    // Half of it took twice as long as the last time: between 50 s and 100 s are left.
    assertEquals(second.multipliedBy(75), rounded(time.at(50).left(second.multipliedBy(100))));
    assertEquals(Duration.ZERO, rounded(time.at(100).left(second.multipliedBy(180))));
  }

  private static Duration rounded(Duration time) {
    return Duration.ofSeconds(Math.round(time.toMillis() / 1000.0));
  }
}
