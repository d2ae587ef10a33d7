package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session with the kernel's own names and lines, which take minutes to compile the first time.
 */
@Tag("long")
class DebugSymbolsLongTest {
  private static final Path RECIPE = Path.of("recipes/tiny.yaml").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void theKernelServesTheFirstWrite() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("script.gdb"),
            """
            break start_kernel
            continue
            init-start
            syscall-next write
            break ksys_write
            continue
            backtrace
            lx-ps
            syscall-finish
            console-wait "# "
            """);
    Run run = Run.in(folder, "debug", "-x", script.toString(), RECIPE.toString());
    assertEquals(0, run.exit(), run.all());
    TraceGuestTest.assertInOrder(
        run.out(),
        "The kernel's own commands are available too",
        "start_kernel () at /linux/init/main.c:",
        // The source is found where this machine has it.
        "char *command_line;",
        "_start () at ./start.S:",
        "[1 init] write(1, \"# \", 2)",
        "  rdi  unsigned int fd      1",
        "  rsi  const char *buf      \"# \"",
        "  rdx  unsigned long count  2",
        "ksys_write (fd=1, buf=0x",
        "do_syscall_64 (regs=",
        "  1   init",
        "[1 init] write(1, \"# \", 2) = 2",
        "The console shows `# `.");
  }
}
