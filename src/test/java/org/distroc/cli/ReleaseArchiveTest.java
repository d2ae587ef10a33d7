package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.pipeline.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that {@code mvn package} makes, as a user has it: unpacked into some folder, its name
 * with a space, and started through a link on the PATH. Runs after packaging.
 */
@Tag("kernel")
class ReleaseArchiveTest {
  @TempDir private static Path folder;
  private static Path home;

  /** Result of a command. */
  private record Result(int exit, String output, String errors) {}

  @BeforeAll
  static void unpack() throws Exception {
    String name = "distroc-" + Version.text();
    Path archive = Path.of("target", name + ".tar.gz").toAbsolutePath();
    assertTrue(Files.isRegularFile(archive), archive + " is made by `mvn package`");
    Path programs = Files.createDirectories(folder.resolve("my programs"));
    Result tar = run(List.of("tar", "-xzf", archive.toString(), "-C", programs.toString()));
    assertEquals(new Result(0, "", ""), tar);
    home = programs.resolve(name);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    // A relative link to a link, as package managers make them.
    Files.createSymbolicLink(folder.resolve("current"), home.resolve("distroc"));
    Files.createSymbolicLink(bin.resolve("distroc"), Path.of("../current"));
    assertEquals(
        new Result(0, "distroc " + Version.text() + "\n", "preparing for a faster start, once\n"),
        run(List.of("distroc", "--version")),
        "the first start");
  }

  @Test
  void runsThroughALinkOnThePath() throws Exception {
    assertEquals(
        new Result(0, "distroc " + Version.text() + "\n", ""),
        run(List.of("distroc", "--version")));
  }

  @Test
  void makesOneClassArchiveAndKeepsIt() throws Exception {
    run(List.of("distroc", "--version"));
    List<Path> first = classArchives();
    run(List.of("distroc", "--version"));
    assertEquals(1, first.size(), first.toString());
    assertEquals(first, classArchives());
    assertTrue(Files.size(first.get(0)) > 0, "Java made one");
  }

  @Test
  void checksTheRecipesItBrings() throws Exception {
    for (Path recipe : list(home.resolve("recipes"), ".yaml")) {
      if (!Files.readString(recipe).contains("\nname:")) {
        continue; // a base for others, which is no recipe by itself
      }
      Result result = run(List.of("distroc", "check", recipe.toString()));
      assertEquals(0, result.exit(), result.errors());
    }
    assertTrue(list(home.resolve("recipes"), ".yaml").size() >= 5, "five recipes are shipped");
  }

  @Test
  void explainsACode() throws Exception {
    assertTrue(run(List.of("distroc", "explain", "D1010")).output().startsWith("# D1010: "));
  }

  @Test
  void bringsTheCompletionScriptsThatItPrints() throws Exception {
    for (List<String> shell :
        List.of(
            List.of("bash", "distroc.bash"),
            List.of("zsh", "_distroc"),
            List.of("fish", "distroc.fish"))) {
      Path script = home.resolve("completion").resolve(shell.get(1));
      Result printed = run(List.of("distroc", "completion", shell.get(0)));
      assertEquals(Files.readString(script), printed.output(), script.toString());
    }
    Path bash = home.resolve("completion/distroc.bash");
    assertEquals(new Result(0, "", ""), run(List.of("bash", "-n", bash.toString())));
  }

  @Test
  void completesAVerb() throws Exception {
    Result result =
        run(
            List.of(
                "bash",
                "-c",
                ". \"$1\"; COMP_WORDS=(distroc exp); COMP_CWORD=1; _complete_distroc;"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                home.resolve("completion/distroc.bash").toString()));
    assertEquals(List.of("expand", "explain"), result.output().lines().sorted().toList());
  }

  @Test
  void refusesAnOldJavaWithAClearMessage() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old java/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    assertTrue(old.toFile().setExecutable(true));
    ProcessBuilder builder = builder(List.of("distroc", "--version"));
    builder.environment().put("JAVA_HOME", old.getParent().getParent().toString());
    Result result = run(builder);
    assertEquals(4, result.exit());
    assertTrue(result.errors().contains("distroc needs Java 17 or newer, and " + old + " is 11"));
  }

  @Test
  void hasAManPageOfEveryVerbAndOption() throws Exception {
    String page =
        Files.readString(home.resolve("man/man1/distroc.1")).replace("\\-", "-").replace("\\", "");
    String help = run(List.of("distroc", "--help")).output();
    List<String> verbs =
        help.lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .filter(line -> line.charAt(2) != ' ')
            .map(line -> line.strip().split(" ")[0])
            .toList();
    assertTrue(verbs.size() >= 9, help);
    for (String verb : verbs) {
      assertTrue(page.contains("\n.B distroc " + verb), "the man page has " + verb);
      help += run(List.of("distroc", verb, "--help")).output();
    }
    Matcher options = Pattern.compile("(?m)^ .* (--[a-z]+)").matcher(help);
    Set<String> missing = new TreeSet<>();
    while (options.find()) {
      missing.add(options.group(1));
    }
    assertTrue(missing.size() >= 9, missing.toString());
    missing.removeIf(page::contains);
    assertEquals(Set.of(), missing, "options that the man page lacks");
  }

  @Test
  void sameFilesForEveryone() throws Exception {
    Path archive = Path.of("target", "distroc-" + Version.text() + ".tar.gz");
    Result listing = run(List.of("tar", "-tvzf", archive.toAbsolutePath().toString()));
    assertTrue(listing.output().lines().count() > 50, listing.output());
    listing
        .output()
        .lines()
        .forEach(
            line ->
                assertTrue(
                    line.matches(
                        "[d-]rw.r-.r-. root/root +\\d+ 2026-\\d\\d-\\d\\d 00:00 distroc-.*"),
                    line));
  }

  private static List<Path> classArchives() throws IOException {
    return list(folder.resolve("cache"), ".jsa");
  }

  private static List<Path> list(Path in, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(in)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static Result run(List<String> words) throws Exception {
    return run(builder(words));
  }

  private static ProcessBuilder builder(List<String> words) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("TZ", "UTC");
    return builder;
  }

  private static Result run(ProcessBuilder builder) throws Exception {
    Path output = Files.createTempFile(folder, "output", "");
    Path errors = Files.createTempFile(folder, "errors", "");
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + builder.command());
    }
    return new Result(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
