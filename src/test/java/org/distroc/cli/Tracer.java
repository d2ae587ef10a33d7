package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs distroc below {@code tracer.c}, which follows all its processes by their system calls. */
final class Tracer {
  private static final long LIMIT_SECONDS = 1800;

  private final Path folder;
  private final Path program;
  private final Path log;
  private final List<String> java = new ArrayList<>();
  private String classPath =
      Stream.of(System.getProperty("java.class.path").split(":"))
          .map(part -> Path.of(part).toAbsolutePath().toString())
          .collect(Collectors.joining(":"));

  /**
   * A run that has ended.
   *
   * @param exit its exit status, or that of a shell for one that was killed
   * @param said what it wrote
   * @param log the lines of the tracer
   */
  record Traced(int exit, String said, List<String> log) {}

  /**
   * Compiles the tracer.
   *
   * @param folder for what it needs itself
   * @param temporary for the temporary files of what it follows
   */
  Tracer(Path folder, Path temporary) throws Exception {
    this.folder = folder;
    this.program = folder.resolve("tracer");
    this.log = folder.resolve("log");
    Path source = folder.resolve("tracer.c");
    try (InputStream text = Tracer.class.getResourceAsStream("/org/distroc/faults/tracer.c")) {
      Files.copy(text, source);
    }
    run(List.of("gcc", "-O2", "-Wall", "-Wextra", "-o", program.toString(), source.toString()));
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // No file in /tmp, which the JVM writes for itself.
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    java.add("-Djava.io.tmpdir=" + temporary);
  }

  /** Follows a Java program of this test's classes. */
  Traced faults(Map<String, String> environment, Path where, List<String> fault, String... words)
      throws Exception {
    return trace(environment, where, "faults", fault, words);
  }

  /** Records what a Java program of this test's classes does. */
  Traced audit(Map<String, String> environment, Path where, String... words) throws Exception {
    return trace(environment, where, "audit", List.of(), words);
  }

  private Traced trace(
      Map<String, String> environment, Path where, String what, List<String> fault, String... words)
      throws Exception {
    Files.deleteIfExists(log);
    List<String> command = new ArrayList<>(List.of(program.toString(), what, log.toString()));
    command.addAll(fault);
    command.add("--");
    command.addAll(java);
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(words));
    Path said = folder.resolve("said");
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    int exit = 124;
    if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      exit = process.exitValue();
    } else {
      // Takes all that it follows with it.
      process.destroyForcibly().waitFor();
    }
    // Names of files may be no UTF-8.
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return new Traced(exit, Files.readString(said, StandardCharsets.ISO_8859_1), lines);
  }

  /**
   * Makes Java start faster: it shares the classes of a first run, which ends by itself.
   *
   * @param words a program of this test's classes and its arguments
   */
  void shareClasses(Map<String, String> environment, Path where, String... words) throws Exception {
    List<String> paths = new ArrayList<>();
    for (String part : classPath.split(":")) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        // Only classes in archives are shared.
        path = folder.resolve("classes-" + paths.size() + ".jar");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jar");
        run(List.of(tool.toString(), "-c", "-0", "-M", "-f", path.toString(), "-C", part, "."));
      }
      paths.add(path.toString());
    }
    String shared = folder.resolve("classes.jsa").toString();
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + shared));
    command.addAll(List.of("-cp", String.join(":", paths)));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    end(builder);
    java.add("-XX:SharedArchiveFile=" + shared);
    classPath = String.join(":", paths);
  }

  private static void run(List<String> command) throws Exception {
    end(new ProcessBuilder(command));
  }

  private static void end(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), builder.command() + "\n" + said);
  }
}
