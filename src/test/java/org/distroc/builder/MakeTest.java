package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.host.CacheLayout;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path temporary;
  private ProjectFolder folder;
  private BuildPlan plan;
  private final List<String> heard = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder =
        new ProjectFolder(
            temporary.resolve("my build"), new CacheLayout(temporary.resolve("cache")));
    Files.createDirectories(folder.root().resolve("source"));
    Files.createDirectories(folder.memory("."));
    Files.writeString(temporary.resolve("init.c"), "int main(void)\n{\n\tint é = \"a\" + ;\n}\n");
    plan = Plans.of(temporary, Plans.recipe("", "init: {source: init.c, libc: none}\n"));
  }

  @Test
  void aFailureShowsTheCommandAndItsOutput() throws IOException {
    Diagnostic said = fails("all:\n\t@echo one; echo two >&2; exit 3\n", LONG);
    assertEquals(Code.D6001, said.code());
    assertEquals("the step `image` failed with status 2", said.message());
    assertTrue(said.reasons().get(0).contains("two\n"), said.reasons().get(0));
    assertTrue(said.reasons().get(0).contains("Error 3"), said.reasons().get(0));
    assertTrue(
        said.remedies().get(0).startsWith("the command was: make -j2 -r -f Makefile all\n"),
        "" + said);
    assertTrue(said.remedies().get(0).contains("in the folder " + folder.root()), "" + said);
    Path log = folder.root().resolve(".distroc/image.log");
    assertEquals("the full log is in " + log, said.remedies().get(1));
    assertTrue(Files.readString(log).contains("one\n"), Files.readString(log));
    assertTrue(heard.contains("one") && heard.contains("two"), heard.toString());
  }

  @Test
  void aFailureNamesTheCommandThatFailed() {
    Diagnostic said =
        fails(
            "all: one.o init.elf\n"
                + "one.o:\n\ttouch one.o # not init.elf.map\n"
                + "init.elf: one.o\n\tld --no-such-thing \\\n\t  -o $@ one.o\n",
            LONG);
    assertEquals(2, said.reasons().size(), "" + said);
    assertEquals(
        "failed command: ld --no-such-thing \\\n  -o init.elf one.o", said.reasons().get(1));
  }

  @Test
  void theLogIsOfTheLastRun() throws IOException {
    fails("all:\n\t@echo first; exit 3\n", LONG);
    fails("all:\n\t@echo second; exit 3\n", LONG);
    String log = Files.readString(folder.root().resolve(".distroc/image.log"));
    assertTrue(log.contains("second") && !log.contains("first"), log);
  }

  @Test
  void aStepThatTakesTooLongIsEnded() throws IOException {
    long start = System.nanoTime();
    Diagnostic said = fails("all:\n\t@echo begin; sleep 60\n", Duration.ofSeconds(1));
    assertEquals(Code.D6003, said.code());
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
    assertTrue(said.message().contains("exceeded its timeout of 1 s"), said.message());
  }

  /** The real compiler, and a line whose columns a tab and a letter of two bytes move. */
  @Test
  void compilerErrorsPointIntoTheUsersFile() throws IOException {
    Files.copy(temporary.resolve("init.c"), folder.root().resolve("source/init.c"));
    Diagnostic said = fails("all:\n\tgcc -c -o init.o source/init.c\n", LONG);
    assertEquals(Code.D6002, said.code());
    assertEquals("init.c:3:16", said.at().orElseThrow().place());
    String caret = new TextRenderer(false).render(said).lines().toList().get(4);
    assertEquals("   | " + " ".repeat(15) + "^", caret);
  }

  @Test
  void everyCompilerErrorIsReported() throws IOException {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                make(
                    "all:\n"
                        + "\t@echo 'In file included from source/init.c:1:' >&2\n"
                        + "\t@echo 'source/init.c:1:5: error: one' >&2\n"
                        + "\t@echo './source/init.c:3:2: fatal error: two' >&2\n"
                        + "\t@echo 'source/other.c:3:2: error: not ours' >&2\n"
                        + "\t@echo 'source/init.c:0:0: error: nowhere' >&2\n"
                        + "\t@echo 'source/init.c:99999999999:1: error: no line' >&2\n"
                        + "\t@false\n",
                    LONG));
    assertEquals(
        List.of("1:1 nowhere", "1:5 one", "3:2 two"),
        failure.diagnostics().stream()
            .map(
                d ->
                    d.at().orElseThrow().line()
                        + ":"
                        + d.at().orElseThrow().column()
                        + d.message().replaceFirst(".*:", ""))
            .toList());
  }

  /** The real compiler and linker: from -g ld knows the lines. */
  @Test
  void linkerErrorsPointIntoTheUsersFiles() throws IOException {
    source("init.c", "int gone(void);\nint twice;\nint main(void)\n{\n\treturn gone();\n}\n");
    source("more.c", "int other;\nint  twice = 2;\n");
    plan = Plans.of(temporary, Plans.recipe("", "init: {source: [init.c, more.c], libc: none}\n"));
    String compile =
        "all:\n\tfor f in init more; do gcc -g -ffile-prefix-map='$(CURDIR)=.' -c -o $$f.o"
            + " source/$$f.c; done\n";

    Diagnostic missing = fails(compile + "\tgcc -o init init.o\n", LONG);
    assertEquals(Code.D6020, missing.code());
    assertEquals("undefined reference to `gone`", missing.message());
    assertEquals("init.c:5:9", missing.at().orElseThrow().place());

    Diagnostic twice = fails(compile + "\tgcc -r -nostdlib -o init init.o more.o\n", LONG);
    assertEquals(Code.D6021, twice.code());
    assertEquals("more.c:2:6", twice.at().orElseThrow().place());
    assertTrue(twice.reasons().get(0).contains("init.c:2"), "" + twice);
  }

  @Test
  void compilerWarningsAreReportedAndDoNotStopTheBuild() throws IOException {
    source("init.c", "int main(void)\n{\n\tint é;\n\treturn 0;\n}\n");
    make("all:\n\tgcc -Wall -c -o init.o source/init.c\n", LONG);
    assertEquals(List.of(Code.D6022), warnings.stream().map(Diagnostic::code).toList());
    assertEquals("init.c:3:6", warnings.get(0).at().orElseThrow().place());
  }

  @Test
  void theEnvironmentOfTheUserChangesNothing() throws IOException {
    Files.writeString(folder.root().resolve("Makefile"), "all:\n\t@env\n");
    Host host =
        new Host(
            java.util.Map.of("PATH", System.getenv("PATH"), "MAKEFLAGS", "-n", "CFLAGS", "-broken"),
            temporary);
    new Make(new ProcessRunner(host), folder, plan, 2, listener())
        .run(Stage.IMAGE, LONG, List.of("all"));
    assertTrue(heard.contains("LC_ALL=C") && heard.contains("TZ=UTC"), heard.toString());
    assertTrue(heard.stream().noneMatch(line -> line.startsWith("CFLAGS")), heard.toString());
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(temporary.resolve(name), text);
    Files.writeString(folder.root().resolve("source").resolve(name), text);
  }

  private Diagnostic fails(String makefile, Duration limit) {
    return assertThrows(Failure.class, () -> make(makefile, limit)).diagnostics().get(0);
  }

  private void make(String makefile, Duration limit) throws IOException {
    Files.writeString(folder.root().resolve("Makefile"), makefile);
    new Make(new ProcessRunner(Host.ofProcess()), folder, plan, 2, listener())
        .run(Stage.IMAGE, limit, List.of("all"));
  }

  private BuildListener listener() {
    return new BuildListener() {
      @Override
      public void stage(String name) {
        heard.add(name);
      }

      @Override
      public synchronized void line(String line) {
        heard.add(line);
      }

      @Override
      public void warn(List<Diagnostic> said) {
        warnings.addAll(said);
      }

      @Override
      public void done(String note) {
        heard.add(note);
      }
    };
  }
}
