package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A distroc of its own process that is ended by signals, with a folder for temporary files. */
@Timeout(300)
class SignalsTest {
  @TempDir Path folder;
  private Workplace place;
  private Path temporary;

  @BeforeEach
  void start() throws IOException {
    place = new Workplace(folder);
    Path kernel = place.kernel();
    temporary = Files.createDirectory(place.folder.resolve("tmp"));
    place.write("toy.yaml", Workplace.RECIPE);
    Path kconfig = kernel.resolve("Kconfig");
    Files.writeString(
        kconfig, Files.readString(kconfig) + "\nx := $(shell,touch began; sleep 600)\n");
  }

  private Process distroc(Path where, String... words) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                // A test run that ignores SIGHUP would hand that down.
                "env",
                "--default-signal=HUP,INT,TERM",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "org.distroc.cli.Main"));
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all).directory(where.toFile());
    Host host = place.host();
    builder.environment().clear();
    builder.environment().putAll(host.environment());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectErrorStream(true).redirectOutput(place.work.resolve("out").toFile());
    return builder.start();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.toList();
    }
  }

  /** Waits until a command of the Kconfig files runs. */
  private void awaitCommand(Process process) throws Exception {
    for (int i = 0; i < 1200 && process.isAlive(); i++) {
      for (Path scratch : left()) {
        try (Stream<Path> files = Files.walk(scratch)) {
          if (files.anyMatch(file -> file.endsWith("began"))) {
            return;
          }
        } catch (UncheckedIOException e) {
          // It changes while it is looked at.
          continue;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError(Files.readString(place.work.resolve("out")));
  }

  private int end(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), signal);
    return process.exitValue();
  }

  @Test
  void leaveNothingBehind() throws Exception {
    for (String[] signal : new String[][] {{"HUP", "129"}, {"INT", "130"}, {"TERM", "143"}}) {
      Process process = distroc(place.work, "check", "toy.yaml");
      awaitCommand(process);
      assertEquals(signal[1], end(process, signal[0]) + "", signal[0]);
      assertEquals(List.of(), left(), signal[0]);
    }
  }

  @Test
  void whatAKilledOneLeftTheNextOneRemoves() throws Exception {
    Process process = distroc(place.work, "check", "toy.yaml");
    awaitCommand(process);
    assertEquals(137, end(process, "KILL"));
    Path scratch = left().get(0);
    Files.setLastModifiedTime(scratch, FileTime.from(Instant.now().minusSeconds(120)));
    Process next = distroc(place.work, "check", "toy.yaml");
    for (int i = 0; i < 1200 && Files.exists(scratch) && next.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertTrue(Files.notExists(scratch));
    end(next, "TERM");
    assertEquals(List.of(), left());
  }

  /** Java has no characters for a byte that is not UTF-8. */
  @Test
  void aFolderWithoutAName() throws Exception {
    place.shell(
        "mkdir \"$(printf 'caf\\351')\" && cp toy.yaml caf* && cat >run <<'END'\n"
            + "cd caf* && exec \"$@\"\n"
            + "END");
    List<String> words = new ArrayList<>(List.of("sh", "run"));
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.distroc.cli.Main",
            "check",
            "toy.yaml"));
    ProcessBuilder builder = new ProcessBuilder(words).directory(place.work.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(4, process.waitFor(), said);
    assertTrue(said.contains("error[D5080]: the current folder cannot be used"), said);
  }
}
