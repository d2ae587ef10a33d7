package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRunnerTest {
  @TempDir Path folder;

  private final Host host = Host.ofProcess();
  private final ProcessRunner runner = new ProcessRunner(host);

  @Test
  void givesStatusOutputAndErrors() throws IOException {
    Outcome outcome = runner.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 7"));
    assertEquals(7, outcome.exit());
    assertEquals("out\n", outcome.output());
    assertEquals("err\n", outcome.errors());
    assertFalse(outcome.timedOut());
    assertFalse(outcome.succeeded());
  }

  @Test
  void killsStartedCommandsAtTheirTimeLimit() throws Exception {
    Command command = Command.of("sleep", "100").limit(Duration.ofMillis(300));
    try (Running running = runner.start(command)) {
      assertTrue(running.isAlive());
      Outcome outcome = running.waitFor(Duration.ofSeconds(20));
      assertFalse(outcome.timedOut(), "it was its own limit that ended it");
      assertFalse(outcome.succeeded());
    }
  }

  @Test
  void passesWordsAsTheyAre() throws IOException {
    String hostile = "a b'c\"d;$(exit 9)`exit 9`\n#\\ é";
    Outcome outcome = runner.run(Command.of("printf", "%s", hostile));
    assertEquals(hostile, outcome.output());
  }

  @Test
  void withholdsTheEnvironment() throws IOException {
    Host hostile =
        new Host(
            Map.of("PATH", System.getenv("PATH"), "MAKEFLAGS", "--eval=$(shell touch evil)"),
            folder);
    Command command = Command.of("env").with("GIVEN", "x");
    List<String> names =
        new ProcessRunner(hostile)
            .run(command)
            .output()
            .lines()
            .map(line -> line.replaceFirst("=.*", ""))
            .filter(name -> !List.of("PWD", "_", "SHLVL", "OLDPWD").contains(name))
            .sorted()
            .toList();
    assertEquals(List.of("GIVEN", "HOME", "LC_ALL", "PATH", "TZ"), names);
  }

  @Test
  void killsTheWholeTreeWhenTimeIsUp() throws Exception {
    String mark = "3217." + ProcessHandle.current().pid();
    Instant start = Instant.now();
    Outcome outcome =
        runner.run(
            Command.of("sh", "-c", "sh -c 'trap \"\" TERM; sleep " + mark + "' & sleep " + mark)
                .limit(Duration.ofMillis(300)));
    assertTrue(outcome.timedOut());
    assertTrue(Duration.between(start, Instant.now()).toMillis() < 5000);
    assertNoneLeft(mark);
  }

  @Test
  void closingEndsTheTree() throws Exception {
    String mark = "3218." + ProcessHandle.current().pid();
    Running running = runner.start(Command.of("sh", "-c", "echo up; sleep " + mark + " & wait"));
    assertEquals('u', running.stdout().read());
    assertTrue(running.isAlive());
    running.close();
    assertFalse(running.isAlive());
    assertNoneLeft(mark);
  }

  @Test
  void nothingOutlivesAJvmThatIsKilled() throws Exception {
    String mark = "3219." + ProcessHandle.current().pid();
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                mark)
            .start();
    assertEquals('u', jvm.getInputStream().read());
    jvm.destroyForcibly().waitFor();
    assertNoneLeft(mark);
  }

  /** Starts a child with a grandchild and waits for it, until this JVM is killed. */
  static final class Sleeper {
    public static void main(String[] args) throws IOException {
      new ProcessRunner(Host.ofProcess())
          .run(
              Command.of("sh", "-c", "echo up; sh -c 'sleep " + args[0] + "; :' & wait")
                  .lines(line -> System.out.println(line)));
    }
  }

  @Test
  void keepsTheTailOfErrorsAndShowsEachLine() throws IOException {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    Path log = folder.resolve("log");
    Outcome outcome =
        runner.run(
            Command.of("sh", "-c", "seq 1 40000 >&2; printf last >&2").lines(seen::add).log(log));
    assertTrue(outcome.errors().endsWith("40000\nlast"));
    assertEquals(64 << 10, outcome.errors().length());
    assertEquals(40001, seen.size());
    assertEquals(40001, Files.readAllLines(log).size());
    assertEquals("39999\n40000\nlast", outcome.lastLines(3));
  }

  @Test
  void readsInputFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("in"), "hello");
    assertEquals("hello", runner.run(Command.of("cat").input(file)).output());
    assertEquals("", runner.run(Command.of("cat")).output());
  }

  @Test
  void findsToolsOnThePathOnly() throws IOException {
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
    Host here = new Host(Map.of("PATH", ":relative:" + folder), folder);
    assertEquals(Optional.empty(), here.find("tool"));
    assertTrue(tool.toFile().setExecutable(true));
    assertEquals(Optional.of(tool), here.find("tool"));
    assertEquals(Optional.empty(), new Host(Map.of("PATH", ":."), folder).find("tool"));
  }

  static void assertNoneLeft(String mark) throws InterruptedException {
    for (int i = 0; i < 50 && isRunning(mark); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertFalse(isRunning(mark), "a process was left behind");
  }

  /** Looks for a sleep of that many seconds, the mark being unlike any other's. */
  private static boolean isRunning(String mark) {
    return ProcessHandle.allProcesses()
        .flatMap(p -> p.info().arguments().stream())
        .anyMatch(words -> words.length == 1 && words[0].equals(mark));
  }
}
