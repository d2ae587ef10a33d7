package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distroc.builder.BuildListener;
import org.distroc.builder.Builder;
import org.distroc.builder.Compilers;
import org.distroc.builder.config.ConfigChecks;
import org.distroc.builder.config.KernelOptions;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.cli.terminal.Streams;
import org.distroc.host.Host;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RunOptions;
import org.distroc.plan.BuildPlan;
import org.distroc.remotecache.SharedEntries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of recipes with the real Linux 6.1: its Kconfig files, its conf, its menuconfig. */
@Tag("kernel")
class OptionsKernelTest {
  private static final String NEEDED = "    TTY: y\n    SERIAL_8250: y\n";

  private static final String TOGGLED = "    POSIX_TIMERS: y\n    BINFMT_SCRIPT: y\n";

  /** Without its first letter, which is drawn in another colour. */
  private static final String MAIN_MENU = "nable loadable module support";

  @TempDir Path folder;

  private Path recipe(String options) throws IOException {
    String text =
        """
        distro: v1
        name: mine
        kernel:
          source: {debian: linux-source-6.1}
          base: tinyconfig
          options:
            64BIT: y
            PRINTK: y # say something
        %s    # the end
        image: {formats: [kernel]}
        qemu: {display: serial}
        """;
    return Files.writeString(folder.resolve("my.yaml"), String.format(text, options));
  }

  @Test
  void theFixIsTwoLinesAndTheKernelAgrees() throws IOException {
    Path recipe = recipe("    SERIAL_8250_CONSOLE: y\n");
    String before = Files.readString(recipe);
    Run check = Run.in(folder, "check", "my.yaml");
    assertEquals(3, check.exit(), check.all());
    assertTrue(check.err().contains("error[D2007]"), check.all());

    Run fix = Run.in(folder, "check", "--fix", "my.yaml");
    assertEquals(0, fix.exit(), fix.all());
    assertEquals(
        before.replace("    # the end\n", NEEDED + "    # the end\n"), Files.readString(recipe));
    Run clean = Run.in(folder, "check", "my.yaml");
    assertEquals(0, clean.exit(), clean.all());
    assertTrue(!clean.err().contains("error"), clean.all());
    kernelAgrees(recipe);
  }

  /** Asks the kernel's own conf, as a build does. */
  private void kernelAgrees(Path recipe) {
    Host host = new Host(System.getenv(), folder);
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false,
            false);
    Reporter reporter = new Reporter(streams, host);
    Pipeline pipeline = new Pipeline(host, reporter, RunOptions.defaults());
    BuildPlan plan = pipeline.plan(recipe).plan();
    BuildListener silent = new StageReporter(reporter, true, false);
    try (Builder builder =
        Builder.open(
            host,
            plan,
            pipeline.expand(plan),
            pipeline.folder(plan),
            Compilers.local(1),
            SharedEntries.none(),
            tools -> {},
            silent)) {
      builder.writeProject();
      ResolvedConfig config =
          builder.configureKernel(() -> new KernelOptions(host).resolve(plan).write());
      builder.confirmConfiguration();
      assertEquals(List.of(), ConfigChecks.check(plan, config));
      assertTrue(config.isOn("SERIAL_8250_CONSOLE"));
    }
  }

  @Test
  void twoOptionsOfAMenuSessionAreTwoLines() throws Exception {
    Path recipe = recipe(NEEDED + "    SERIAL_8250_CONSOLE: y\n");
    String before = Files.readString(recipe);
    try (Terminal terminal = new Terminal("menuconfig", "my.yaml")) {
      terminal.await(MAIN_MENU);
      toggle(terminal, "POSIX_TIMERS");
      toggle(terminal, "BINFMT_SCRIPT");
      terminal.type("\033\033");
      terminal.type("\r");
      terminal.await("Write this into my.yaml? [y/N]");
      assertEquals(before, Files.readString(recipe), "nothing is written before the answer");
      terminal.type("y\r");
      terminal.await("my.yaml: written");
      assertEquals(0, terminal.exit());
    }
    assertEquals(
        before.replace("    # the end\n", TOGGLED + "    # the end\n"), Files.readString(recipe));
  }

  @Test
  void anInterruptedMenuSessionLeavesTheRecipe() throws Exception {
    Path recipe = recipe("");
    String before = Files.readString(recipe);
    try (Terminal terminal = new Terminal("menuconfig", "my.yaml")) {
      terminal.await(MAIN_MENU);
      toggle(terminal, "POSIX_TIMERS");
      terminal.type("\003");
      terminal.type("n");
      int exit = terminal.exit();
      assertTrue(exit == 0 || exit == 4, exit + terminal.shown());
    }
    assertEquals(before, Files.readString(recipe));
  }

  /** Searches for an option, jumps to it, switches it on, and comes back to where it was. */
  private static void toggle(Terminal terminal, String option) throws Exception {
    terminal.type("/");
    terminal.type("^" + option + "$\r");
    terminal.type("1");
    terminal.type("y");
    terminal.type("\033\033");
    terminal.type("\033\033");
  }

  /** distroc on a pseudo-terminal of its own, made by util-linux's script. */
  private final class Terminal implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;
    private final StringBuilder shown = new StringBuilder();
    private int seen;

    Terminal(String... words) throws IOException {
      Path command = folder.resolve("session");
      String classes =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      Files.writeString(
          command,
          "stty rows 40 cols 100\nexec '"
              + Path.of(System.getProperty("java.home"), "bin", "java")
              + "' -Ddistroc.terminals=012 -cp '"
              + classes
              + "' org.distroc.cli.Main "
              + String.join(" ", words)
              + "\n");
      ProcessBuilder builder =
          new ProcessBuilder("script", "-qefc", "sh " + command, "/dev/null")
              .directory(folder.toFile())
              .redirectErrorStream(true);
      builder.environment().put("TERM", "xterm");
      builder.environment().put("LC_ALL", "C.UTF-8");
      process = builder.start();
      keys = process.getOutputStream();
      Thread reader = new Thread(this::read, "screen");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (InputStream in = process.getInputStream()) {
        byte[] some = new byte[4096];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
          synchronized (shown) {
            shown.append(new String(some, 0, n, StandardCharsets.UTF_8));
            shown.notifyAll();
          }
        }
      } catch (IOException e) {
        // The terminal is gone with its process.
        return;
      }
    }

    void type(String text) throws Exception {
      settle();
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    /** Waits until nothing more is drawn: keys that are typed before may be lost. */
    private void settle() throws InterruptedException {
      int before = -1;
      while (before < shown().length()) {
        before = shown().length();
        Thread.sleep(600);
      }
    }

    /** Waits until a text is shown after the one that was waited for before. */
    void await(String text) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      synchronized (shown) {
        int at = shown.indexOf(text, seen);
        while (at < 0 && System.nanoTime() < end && process.isAlive()) {
          shown.wait(500);
          at = shown.indexOf(text, seen);
        }
        assertTrue(at >= 0, "`" + text + "` does not show after:\n" + shown.substring(seen));
        seen = at + text.length();
      }
    }

    String shown() {
      synchronized (shown) {
        return shown.toString();
      }
    }

    int exit() throws InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends; shown: " + shown());
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
