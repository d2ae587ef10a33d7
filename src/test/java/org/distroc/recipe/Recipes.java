package org.distroc.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/** Recipes for tests, and distroc's diagnostics about them. */
public final class Recipes {
  /** The least that is a recipe, ending inside {@code kernel}. */
  public static final String LEAST =
      """
      distro: v1
      name: tiny
      kernel:
        source: {debian: linux-source-6.1}
      """;

  /** Nearly every key. */
  public static final String RICH =
      """
      # A comment.
      distro: v1
      name: rich
      version: 1.2.3-rc.1
      description: "Much of what a recipe can say: é, 漢字."
      architecture: x86_64

      kernel:
        source:
          tarball:
            url: https://example.org/linux-6.12.tar.xz
            sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        base: allnoconfig
        options:
          64BIT: y
          MODULES: n
          EXT4_FS: m
          NR_CPUS: 007
          HZ: 6.10
          PHYSICAL_START: 0x1000000
          LOCALVERSION: "-rich #1"
          DEFAULT_HOSTNAME: 'y'
        cmdline: [console=ttyS0, 'dyndbg="file a.c +p"', quiet]

      init:
        program: hello
        syscalls: [write, _exit]

      image:
        formats: [kernel, initramfs]
        initramfs:
          compression: zstd

      qemu:
        memory: 2G
        display: serial
        cpu: qemu64,+sse4.2
        machine: q35
        smp: 2
        accel: tcg
        network: e1000
        firmware: uefi
        flags: ["-device", "virtio-rng-pci"]
        variants:
          memory: [1G, 2G]
          smp: [1, 2]
          exclude: [{memory: 1024M, smp: 2}]

      test:
        timeout: 1500ms
        steps:
          - expect: "# "
          - expect: {regex: "up (?<time>[0-9]+)"}
            within: 5s
            measure: {name: up, at_most: 3s}
          - send: "ls\\n"
          - port: {number: 7, send: "${time}\\n", expect: hello}
        forbid: ["BUG:", {regex: "WARN.*"}]
        outcome: {panic: Attempted to kill init}
      """;

  private Recipes() {}

  public static Path write(Path folder, String text) {
    return write(folder, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("distro.yaml"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Recipe read(Path folder, String text) {
    return RecipeReader.read(write(folder, text), "distro.yaml");
  }

  /** Errors and warnings. */
  public static List<Diagnostic> mistakes(Path recipe) {
    List<Diagnostic> warnings = new ArrayList<>();
    try {
      RecipeReader.read(recipe, recipe.getFileName().toString(), warnings);
      return warnings;
    } catch (Failure failure) {
      return failure.diagnostics();
    }
  }

  /** One line for each mistake: {@code D1010 3:1 unknown key `kernal`}. */
  public static List<String> messages(Path folder, String text) {
    return messages(write(folder, text));
  }

  public static List<String> messages(Path recipe) {
    return mistakes(recipe).stream()
        .map(
            d ->
                d.code()
                    + " "
                    + d.at().map(s -> s.line() + ":" + s.column()).orElse("nowhere")
                    + " "
                    + d.message())
        .toList();
  }

  /** What this thread has used, in nanoseconds: other work on the machine does not count. */
  public static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
