package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Described inits in real guests, on the kernel of the recipe serial.yaml. */
@Tag("guest")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ServicesGuestTest {
  private static final Path SERIAL = Path.of("recipes/serial.yaml").toAbsolutePath();
  private static final Path WORKER =
      Path.of("src/test/resources/services/worker.c").toAbsolutePath();

  @TempDir Path folder;

  @BeforeEach
  void worker() throws IOException {
    compile("gcc", "-static", "-O1", "-s", "-o", "worker", WORKER.toString());
  }

  private void compile(String... words) throws IOException {
    Outcome outcome =
        new ProcessRunner(new Host(System.getenv(), folder)).run(Command.of(words).in(folder));
    assertTrue(outcome.succeeded(), outcome.output());
  }

  /** The recipe serial.yaml with another init, and the folder of its build. */
  private Path build(String init) throws IOException {
    String serial = Files.readString(SERIAL);
    String recipe =
        "rootfs: {files: {/bin/worker: {from: worker}, /dev/ttyS0: {device: char 4 64}}}\n"
            + init
            + serial
                .substring(0, serial.indexOf("  variants:"))
                .replaceFirst("(?s)\ninit:.*?\n\n", "\n")
                .replace("name: serial", "name: guest");
    Files.writeString(folder.resolve("guest.yaml"), recipe);
    Run run = Run.in(folder, "build", "-q", "guest.yaml");
    assertEquals(0, run.exit(), run.all());
    return folder.resolve("build/guest");
  }

  /** What a guest prints until it restarts. */
  private List<String> console(Path build) throws IOException {
    Outcome outcome =
        new ProcessRunner(new Host(System.getenv(), folder))
            .run(
                Command.of(
                        "qemu-system-x86_64",
                        "-m",
                        "64",
                        "-nographic",
                        "-no-reboot",
                        "-kernel",
                        "bzImage",
                        "-initrd",
                        "initramfs.cpio",
                        "-append",
                        "console=ttyS0 loglevel=4")
                    .in(build)
                    .limit(Duration.ofMinutes(3)));
    // The firmware clears the screen.
    return outcome
        .output()
        .lines()
        .map(l -> l.substring(l.lastIndexOf('\33') + 1))
        .map(l -> l.replaceFirst("^\\[2J", "").strip())
        .toList();
  }

  /** The lines are there, in this order; others may stand between them. */
  private static void inOrder(List<String> console, String... lines) {
    int at = 0;
    for (String line : lines) {
      List<String> rest = console.subList(at, console.size());
      int found = rest.indexOf(line);
      assertTrue(found >= 0, "`" + line + "` is not in\n" + String.join("\n", rest));
      at += found + 1;
    }
  }

  private static long count(List<String> console, String line) {
    return console.stream().filter(line::equals).count();
  }

  @Test
  void stepsRunInTheirOrderAndNameTheLineOfWhatFails() throws IOException {
    List<String> console =
        console(
            build(
                """
                init:
                  hostname: guest
                  steps:
                    - {run: [/bin/worker, say, first], if: {missing: /made}}
                    - {run: [/bin/worker, say, never], if: {exists: /made}}
                    - {run: [/bin/worker, make, /made]}
                    - {wait: {path: /made, within: 2s}}
                    - {run: [/bin/worker, say, "second  one"], if: {exists: /made}}
                    - {wait: {path: /none, within: 100ms}, else: ignore}
                    - {run: [/bin/worker, fail, 3], else: ignore}
                    - {run: [/bin/worker, crash], else: ignore}
                    - {run: [/bin/worker, sleep, 9], within: 100ms, else: ignore}
                    - {run: [/bin/nothing], else: ignore}
                    - {mount: {at: /data/sub, type: ext4, device: /dev/vda}, else: ignore}
                    - {run: [/bin/worker, who]}
                    - {run: [/bin/worker, fail, 4], else: reboot}
                    - {run: [/bin/worker, say, unreached]}
                """));
    inOrder(
        console,
        "worker: first",
        "worker: second  one",
        "guest.yaml:10: /none: not there in time",
        "guest.yaml:11: /bin/worker: exit status 3",
        "guest.yaml:12: /bin/worker: killed by signal 11",
        "guest.yaml:13: /bin/worker: not done in time",
        "guest.yaml:14: /bin/nothing: cannot run, error 2",
        "guest.yaml:15: /data/sub: cannot mount, error 19",
        "worker: leads its session 1, terminal 0, A is unset, HOME is /",
        "guest.yaml:17: /bin/worker: exit status 4",
        "init: end: reboot");
    assertEquals(0, count(console, "worker: never"));
    assertEquals(0, count(console, "worker: unreached"));
  }

  @Test
  void servicesAreWatchedAndEndInOrder() throws IOException {
    List<String> console =
        console(
            build(
                """
                init:
                  steps: [{run: [/bin/worker, orphan]}]
                  services:
                    crash:
                      run: [/bin/worker, crash]
                      restart: {delay: 200ms, up_to: 500ms, at_most: 3}
                    last: {run: [/bin/worker, sleep, 9], after: then, ends: reboot}
                    then: {run: [/bin/worker, say, then], after: [once, slow], restart: no}
                    once: {run: [/bin/worker, say, once], restart: no}
                    slow: {run: [/bin/worker, slow, /run/slow], ready: {path: /run/slow}}
                    tty: {run: [/bin/worker, who], env: {A: "b c"}, tty: ttyS0, restart: no}
                    user: {run: [/bin/worker, who], user: 80, restart: no}
                    late:
                      run: [/bin/worker, run]
                      ready: {path: /none, within: 300ms}
                      restart: {at_most: 1}
                    lost: {run: [/bin/worker, say, lost], after: late}
                    stubborn: {run: [/bin/worker, stubborn]}
                    absent: {run: [/bin/absent], restart: {at_most: 1}}
                  allow: [D4312]
                  at_end: {stop_within: 2s}
                """));
    String crash = "guest.yaml:5: crash: killed by signal 11, ";
    inOrder(
        console, crash + "restarts", crash + "restarts", crash + "restarts", crash + "gives up");
    assertEquals(3, count(console, crash + "restarts"));
    inOrder(console, "worker: once", "worker: then");
    inOrder(console, "worker: slow is ready", "worker: then", "init: end: reboot");
    inOrder(
        console,
        "worker: has no parent",
        "worker: leads its session 1, terminal 1, A is b c, HOME is /");
    // The kernel is built without users.
    inOrder(console, "guest.yaml:13: user: cannot become its user, error 38");
    assertEquals(0, console.stream().filter(line -> line.contains("exit status 12")).count());
    inOrder(
        console,
        "guest.yaml:20: absent: cannot run, error 2",
        "guest.yaml:20: absent: not started, gives up");
    inOrder(
        console,
        "guest.yaml:14: late: not ready in time",
        "guest.yaml:14: late: killed by signal 9, restarts",
        "guest.yaml:14: late: not ready in time",
        "guest.yaml:14: late: killed by signal 9, gives up",
        "guest.yaml:18: lost: not started, failed before it: late");
    assertEquals(0, count(console, "worker: lost"));
    // The service `slow` and the process without a parent.
    inOrder(
        console,
        "init: end: reboot",
        "worker: stops",
        "worker: stops",
        "guest.yaml:19: stubborn: did not stop in time, killed");
  }

  @Test
  void aSignalToProcessOneEndsTheSystem() throws IOException {
    Path build =
        build(
            """
            init:
              services:
                other: {run: [/bin/worker, run]}
                signal: {run: [/bin/worker, signal, 1]}
              signals: {hup: reboot}
            """);
    inOrder(console(build), "init: end: reboot", "worker: stops", "worker: stops");
    long size = Files.size(build.resolve("init"));
    System.out.println("init of two services: " + size + " bytes");
    assertTrue(size <= 4096, size + " bytes");
  }

  /** A test starts the machine again: after its end, and in the middle. */
  @Test
  void aTestBootsMoreThanOnce() throws IOException {
    build("init: {services: {a: {run: [/bin/worker, say, hello], ends: reboot}}}\n");
    Files.writeString(
        folder.resolve("guest.yaml"),
        """
          disks: {data: 16M, more: 1M}
        test:
          timeout: 100s
          steps:
            - expect: "worker: hello"
            - restart: ended
            - expect: "Linux version"
            - restart: now
            - expect: "Linux version"
            - expect: "worker: hello"
            - restart: ended
            - expect: "worker: hello"
          outcome: reboot
        """,
        java.nio.file.StandardOpenOption.APPEND);
    Run run = Run.in(folder, "test", "guest.yaml");
    assertEquals(0, run.exit(), run.all());
  }

  /** Without the file system, writing a setting would make no sense: the system ends. */
  @Test
  void aMountThatFailsEndsTheSystem() throws IOException {
    Path build =
        build("init: {mounts: {/proc: proc}, sysctl: {kernel.panic: 5}, allow: [D4312]}\n");
    Files.writeString(
        folder.resolve("guest.yaml"),
        """
        test:
          timeout: 60s
          steps:
            - expect: "guest.yaml:2: /proc: cannot mount, error 19"
            - expect: "init: end: power off"
          forbid: ["cannot write"]
        """,
        java.nio.file.StandardOpenOption.APPEND);
    Run run = Run.in(folder, "test", "guest.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(Files.exists(build.resolve("init")));
  }
}
