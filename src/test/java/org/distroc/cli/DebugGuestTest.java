package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distroc.cli.terminal.Streams;
import org.distroc.host.Host;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of gdb with real guests, and the names of init only. */
@Tag("guest")
class DebugGuestTest {
  private static final Path RECIPES = Path.of("recipes").toAbsolutePath();

  @TempDir Path folder;

  private Run debug(Path recipe, String script, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("script.gdb"), script);
    String[] words = new String[options.length + 5];
    System.arraycopy(
        new String[] {"debug", "--no-kernel-symbols", "--command", file.toString()},
        0,
        words,
        0,
        4);
    System.arraycopy(options, 0, words, 4, options.length);
    words[words.length - 1] = recipe.toString();
    return Run.in(folder, words);
  }

  /** From power-on to the first instruction, to a system call, to the prompt. */
  @Test
  void fromTheFirstInstructionThroughWriteToThePrompt() throws IOException {
    Run run =
        debug(
            RECIPES.resolve("serial.yaml"),
            """
            init-start
            stepi
            break write
            continue
            info registers rdi rdx
            syscall-next write
            syscall-finish
            backtrace
            delete
            console-wait "# "
            console-type hello
            syscall-next execve
            syscall-finish
            console-wait "hello: cannot run"
            """);
    assertEquals(0, run.exit(), run.all());
    TraceGuestTest.assertInOrder(
        run.out(),
        "Run /init as init process",
        "init is about to execute its first instruction:",
        "_start () at ./start.S:",
        "<_start>",
        "Breakpoint 1, write () at ./syscalls.S:",
        "rdi            0x1 ",
        "rdx            0x2 ",
        "write(1, \"# \", 2)",
        "  rdi  unsigned int fd      1",
        "  rsi  const char *buf      \"# \"",
        "  rdx  unsigned long count  2",
        "write(1, \"# \", 2) = 2",
        "write () at ./syscalls.S:",
        "in main (",
        "The console shows `# `.",
        "execve(\"hello\", [\"hello\"], [\"HOME=/\", \"TERM=linux\"])",
        ") = -ENOENT (No such file or directory)",
        "The console shows `hello: cannot run`.");
    assertFalse(
        ProcessHandle.allProcesses()
            .anyMatch(p -> p.info().commandLine().orElse("").contains(folder.toString())),
        "nothing is left running");
  }

  /** A screen and a keyboard; the commands come from standard input. */
  @Test
  void onTheScreenOfAPc() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String commands = "console-wait \"# \"\nconsole-type abc\nconsole-wait \"abc: cannot run\"\n";
    Streams streams =
        new Streams(
            new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            false);
    int exit =
        Distroc.run(
            new String[] {"debug", "--no-kernel-symbols", RECIPES.resolve("tiny.yaml").toString()},
            new Host(System.getenv(), folder),
            streams);
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exit, said);
    TraceGuestTest.assertInOrder(
        said, "The console shows `# `.", "# abc", "The console shows `abc: cannot run`.");
  }

  /** The kernel panics, and the debugger stops it before it prints the reason. */
  @Test
  void aFailingScriptIsReported() throws IOException {
    Run run =
        debug(
            RECIPES.resolve("seed-segfault-return.yaml"),
            "init-start\nsyscall-next write\nsyscall-next pause\n");
    assertEquals(6, run.exit(), run.all());
    assertTrue(run.err().contains("error[D7071]"), run.all());
    assertTrue(
        run.all().contains("kernel panic: Attempted to kill init! exitcode=0x0000000b"), run.all());
  }

  @Test
  void aScriptThatWaitsForEverEnds() throws IOException {
    Run run = debug(RECIPES.resolve("serial.yaml"), "continue\n", "--timeout", "8");
    assertEquals(7, run.exit(), run.all());
    assertTrue(run.err().contains("error[D7072]"), run.all());
  }

  @Test
  void aMachineThatQemuRefuses() throws IOException {
    String text =
        Files.readString(RECIPES.resolve("serial.yaml"))
            .replace(
                "  display: serial\n", "  display: serial\n  flags: [-smp, \"2,maxcpus=1\"]\n");
    Path recipe = Files.writeString(folder.resolve("refused.yaml"), text);
    Run run = debug(recipe, "init-start\n");
    assertEquals(6, run.exit(), run.all());
    assertTrue(run.err().contains("error[D7074]"), run.all());
  }

  /** The commands to type in two terminals. */
  @Test
  void theCommandsArePrinted() {
    Run run =
        Run.in(
            folder,
            "debug",
            "--no-kernel-symbols",
            "--print",
            RECIPES.resolve("serial.yaml").toString());
    assertEquals(0, run.exit(), run.all());
    TraceGuestTest.assertInOrder(
        run.out(),
        "cd build/serial && /",
        "qemu-system-x86_64 ",
        "-chardev socket,id=debugger,path=debug/debugger.socket,server=on,wait=off",
        "-gdb chardev:debugger -S",
        "cd build/serial && gdb -q -iex 'set auto-load off' -x debug/session.gdb");
    assertFalse(run.out().contains("tcp"), "no port is open to others");
  }
}
