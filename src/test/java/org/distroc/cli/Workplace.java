package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.distroc.cli.terminal.Streams;
import org.distroc.host.Host;

/**
 * A machine of a test's own: a folder to work in, a home, a PATH, and a toy kernel, whose build
 * takes no time. The whole command line runs on it inside the test's process.
 */
final class Workplace {
  /** A recipe that the toy kernel can be built for. */
  static final String RECIPE =
      """
      distro: v1
      name: toy
      version: 1.0.0
      description: A toy.
      architecture: x86_64
      kernel:
        source: {path: ../kernel}
        base: tinyconfig
        options:
          64BIT: y
          BLK_DEV_INITRD: y
          PRINTK: y
          BINFMT_ELF: y
          TTY: y
          SERIAL_8250: y
          SERIAL_8250_CONSOLE: y
      init:
        program: hello
        libc: none
        syscalls: [write, pause]
      image:
        formats: [kernel, initramfs]
      qemu:
        display: serial
      """;

  final Path folder;
  final Path work;
  final Path bin;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Workplace(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.work = Files.createDirectory(this.folder.resolve("work"));
    this.bin = Files.createDirectory(this.folder.resolve("bin"));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", Files.createDirectory(this.folder.resolve("home")).toString());
    // The kernel is outside of the folder to work in, and a test writes both.
    environment.put("DISTROC_TRUST", this.folder.toString());
  }

  /** Puts the toy kernel next to the working folder. */
  Path kernel() throws IOException {
    Path kernel = folder.resolve("kernel");
    copy(Path.of("cds-training/toy-kernel"), kernel);
    kernel.resolve("scripts/kconfig/merge_config.sh").toFile().setExecutable(true);
    return kernel;
  }

  Workplace set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Only the scripts of {@link #tool}, and nothing of the host. */
  Workplace withOwnPathOnly() {
    return set("PATH", bin.toString());
  }

  /** The scripts of {@link #tool} before the programs of the host. */
  Workplace withOwnPathFirst() {
    return set("PATH", bin + ":" + System.getenv("PATH"));
  }

  /** A program on the PATH that is a script. */
  Path tool(String name, String script) throws IOException {
    Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    tool.toFile().setExecutable(true);
    return tool;
  }

  Path write(String name, String text) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Host host() {
    return new Host(environment, work);
  }

  /** Runs without a terminal. */
  Run run(String... words) {
    return run(false, "", words);
  }

  /** Runs without a terminal, with a standard input. */
  Run runWith(String input, String... words) {
    return run(false, input, words);
  }

  /** Runs on a terminal with typed input. */
  Run atTerminal(String typed, String... words) {
    return run(true, typed, words);
  }

  private Run run(boolean terminal, String typed, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal);
    int exit = Distroc.run(words, host(), streams);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a line of a shell in the folder to work in; it has to succeed. */
  void shell(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", line).directory(work.toFile());
    builder.redirectErrorStream(true);
    builder.environment().put("FOLDER", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, process.waitFor(), line + "\n" + said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
