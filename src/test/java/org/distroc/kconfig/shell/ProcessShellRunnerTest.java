package org.distroc.kconfig.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reused shell must answer like a fresh one. */
class ProcessShellRunnerTest {
  @TempDir Path folder;
  private ProcessShellRunner shell;

  @BeforeEach
  void start() {
    shell = new ProcessShellRunner(Host.ofProcess(), folder, folder);
  }

  @AfterEach
  void end() {
    shell.close();
  }

  private String run(String command) {
    return shell.run(command, Map.of("CC", "gcc"));
  }

  @Test
  void answers() {
    Map<String, String> expected =
        Map.of(
            "echo 'it'\\''s'; echo \"$CC\"", "it's\ngcc\n",
            "printf x", "x",
            "printf '\\377'", "\u00ff",
            "set -- a b && echo $2", "b\n",
            "cat", "",
            "exit 3", "",
            "exec echo y", "y\n",
            "if then", "",
            "echo \"${end:-unset}\" \"${1:-none}\"", "unset none\n",
            "echo a; false; echo b", "a\nb\n");
    for (int i = 0; i < 2; i++) {
      expected.forEach((command, answer) -> assertEquals(answer, run(command), command));
    }
  }

  @Test
  void nothingIsLeftForTheNextCommand() {
    run("x=1; export x; cd /; umask 0; trap 'echo trapped' EXIT; alias echo=false");
    assertTrue(run("echo \"$x $PWD\"").startsWith(" " + folder + "/shell-"));
  }

  @Test
  void aCommandOfSeveralLines() {
    assertEquals("a\nb\n", run("echo a\necho 'b'"));
  }

  @Test
  void aCommandThatEndsItsShell() {
    assertEquals("last words", run("printf 'last words'; kill -9 $$"));
    assertEquals("y\n", run("echo y"));
  }

  @Test
  void otherVariables() {
    assertEquals("gcc\n", run("echo $CC"));
    assertEquals("clang\n", shell.run("echo $CC$ARCH", Map.of("CC", "clang")));
  }

  @Test
  void anAnswerWithoutEnd() {
    Failure failure = assertThrows(Failure.class, () -> run("yes"));
    assertTrue(failure.getMessage().contains("cannot run"), failure.getMessage());
    assertEquals("y\n", run("echo y"));
  }

  @Test
  void aCommandThatNoPipeTakes() {
    String words = "x".repeat(50_000);
    assertEquals(words + "\n", run("echo " + words));
    assertThrows(Failure.class, () -> run("echo " + words + words));
    assertEquals("y\n", run("echo y"));
  }

  @Test
  void aLongAnswer() {
    assertEquals(300_000, run("head -c 300000 /dev/zero").length());
  }

  @Test
  void manyAtOnce() {
    List<String> answers =
        IntStream.range(0, 200).parallel().mapToObj(i -> run("echo " + i)).toList();
    for (int i = 0; i < 200; i++) {
      assertEquals(i + "\n", answers.get(i));
    }
  }

  @Test
  void aCommandThatDoesNotExitIsNamedThenEnded() {
    List<String> named = new CopyOnWriteArrayList<>();
    shell.slow(named::add).limits(Duration.ofMillis(200), Duration.ofSeconds(1));
    for (String command :
        List.of("echo y; sleep 600", "sleep 600 && echo \"y\" || echo \"n\"", "setsid sleep 600")) {
      Failure failure = assertThrows(Failure.class, () -> run(command));
      assertTrue(failure.getMessage().contains("cannot run"), failure.getMessage());
      assertTrue(
          failure.diagnostics().get(0).toString().contains("did not exit within 1 s"),
          failure.diagnostics()::toString);
    }
    assertEquals("waiting for a command of the Kconfig files: setsid sleep 600", named.get(2));
    shell.limits(Duration.ofSeconds(5), Duration.ofSeconds(60));
    assertEquals("y\n", run("echo y"));
  }

  /** What leaves its session, its parent and its output behind. */
  @Test
  void noDaemonIsLeft() throws Exception {
    // A sandbox numbers processes anew; the time tells this one from others.
    String daemon = "sleep 600." + System.nanoTime();
    run("setsid " + daemon + " >/dev/null 2>&1 & sleep 0.5");
    assertEquals(1, running(daemon));
    shell.close();
    for (int i = 0; i < 100 && running(daemon) > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertEquals(0, running(daemon));
  }

  private static long running(String words) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(words))
        .count();
  }

  @Test
  void noShellIsLeft() throws Exception {
    long before = shells();
    run("echo y");
    assertTrue(shells() > before);
    shell.close();
    for (int i = 0; i < 100 && shells() > before; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertEquals(before, shells());
  }

  private static long shells() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }
}
