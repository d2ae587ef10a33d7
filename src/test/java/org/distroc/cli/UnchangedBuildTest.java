package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Builds of an unchanged recipe do nothing, and every change is noticed. */
class UnchangedBuildTest {
  private static final String NOTHING = "Nothing to build";

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void buildOnce() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}")
            .replace("program: hello", "source: [init.c, init.h]"));
    place.write("init.h", "#define NUMBER 42\n");
    place.write(
        "init.c",
        "#include \"init.h\"\n#include \"syscalls.h\"\n"
            + "int main(void)\n{\n\tvolatile int kept = NUMBER;\n\n\t(void)kept;\n"
            + "\twrite(1, \"x\", 1);\n\tfor (;;)\n\t\tpause();\n}\n");
    Run run = place.run("build", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains(NOTHING), run.all());
  }

  private Run build(String... more) {
    List<String> words = new ArrayList<>(List.of("build"));
    words.addAll(List.of(more));
    words.add("toy.yaml");
    Run run = place.run(words.toArray(String[]::new));
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  @Test
  void reportsNoStagesAndStartsNoProcess() throws IOException {
    Path events = temporary.resolve("events.jfr");
    String first = place.run("build", "-q", "toy.yaml").out();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      Run run = build("--why");
      place.run("-q", "expand", "toy.yaml");
      recording.stop();
      recording.dump(events);
      assertTrue(run.err().contains(NOTHING), run.all());
      assertEquals("nothing: all inputs are unchanged\n" + first, run.out());
    }
    List<String> started =
        RecordingFile.readAllEvents(events).stream().map(RecordedEvent::toString).toList();
    assertEquals(List.of(), started);
  }

  /** So that the test above can fail. */
  @Test
  void aProcessWouldBeSeen() throws IOException {
    Path events = temporary.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      place.shell("true");
      recording.stop();
      recording.dump(events);
    }
    assertFalse(RecordingFile.readAllEvents(events).isEmpty());
  }

  /** Content decides: a new date alone, or a variable that no tool gets to see, changes nothing. */
  @Test
  void irrelevantChangesRebuildNothing() throws IOException {
    place.shell("touch toy.yaml init.c init.h build/toy/Makefile build/toy/bzImage");
    place.shell("chmod 600 build/toy/init; cp -al build/toy twin");
    place
        .set("KCFLAGS", "-O0")
        .set("LANG", "tr_TR.UTF-8")
        .set("CC", "clang")
        .set("MAKEFLAGS", "-n");
    assertTrue(build().err().contains(NOTHING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sed -i 's/42/43/' init.h|init: init.h changed since the last build",
        "sed -i 's/TTY: y/TTY: n/; /SERIAL/d; s/serial/none/' toy.yaml"
            + "|kernel: option TTY changed from y to n",
        "sed -i '/PRINTK: y/d' toy.yaml|kernel: option PRINTK was removed (it was y)",
        "sed -i 's/^description: .*/description: Other./' toy.yaml"
            + "|project: `description` changed from A toy. to Other.",
        "sed -i 's/formats: .*/formats: [kernel]/' toy.yaml|image: `image.formats.1` was removed",
        "rm build/toy/bzImage|kernel: bzImage was changed or removed since the last build",
        "truncate -s 10 build/toy/init|init: init was changed or removed since the last build",
        "f=build/toy/init.elf; touch -r $f t; dd if=sum of=$f bs=1 count=1 seek=99 conv=notrunc;"
            + " touch -r t $f|init: init.elf was changed or removed since the last build",
        "echo >>build/toy/Makefile|project: Makefile was changed or removed since the last build",
        "rm build/toy/manifest.json|manifest.json was changed or removed since the last build",
        "rm build/toy/.distroc/state|everything: nothing was built in this folder before",
        "echo damaged >build/toy/.distroc/state"
            + "|everything: nothing was built in this folder before",
        "sed -i '$d' build/toy/.distroc/state|everything: nothing was built in this folder before",
      })
  void aChangeIsNoticedAndNamed(String change, String why) throws IOException {
    place.shell(change);
    Run run = build("--why");
    assertFalse(run.err().contains(NOTHING), run.all());
    assertTrue(run.out().contains(why), run.all());
    place.shell("cp -r build/toy incremental && rm -r build");
    build();
    place.shell("for f in bzImage init; do cmp incremental/$f build/toy/$f; done");
    assertTrue(build().err().contains(NOTHING));
  }

  /** A comment is in the recipe, but not in any output. */
  @Test
  void aCommentBuildsNothing() throws IOException {
    place.shell("echo '# a comment' >>toy.yaml");
    Run run = build("--why");
    assertTrue(run.out().startsWith("nothing: "), run.all());
    assertTrue(run.err().contains(NOTHING), run.all());
  }

  @Test
  void anotherCompilerIsNoticed() throws IOException {
    Path gcc = place.host().find("gcc").orElseThrow();
    place.withOwnPathFirst();
    place.tool(
        "gcc", "[ \"$1\" != --version ] || { echo gcc 99.1-2; exit; }\nexec " + gcc + " \"$@\"");
    Run run = build("--why");
    assertTrue(
        run.out().matches("(?s)everything: gcc changed \\([0-9].* → 99.1-2\\)\n.*"), run.all());
    assertTrue(build().err().contains(NOTHING));
    place.tool("gcc", "exec " + gcc + " \"$@\"");
    assertFalse(build().err().contains(NOTHING));
  }

  @Test
  void anotherCacheFolderIsNoticed() {
    place.set("XDG_CACHE_HOME", place.folder.resolve("cache").toString());
    Run run = build("--why");
    assertFalse(run.err().contains(NOTHING), run.all());
    assertTrue(run.out().contains("the cache folder changed"), run.all());
  }

  @Test
  void theReasonsAreInTheDocument() throws IOException {
    place.shell("sed -i 's/42/43/' init.h");
    JsonNode why = new ObjectMapper().readTree(build("--why", "--json").out()).get("why");
    assertEquals("init", why.get(0).get("stage").asString(), why.toString());
    assertEquals("init.h changed since the last build", why.get(0).get("because").asString());
  }

  /** A failed build leaves no state, and the next one reports that. */
  @Test
  void afterAFailedBuildEverythingIsChecked() throws IOException {
    place.shell("cp init.c good.c; echo '#error no' >>init.c");
    assertEquals(5, place.run("build", "toy.yaml").exit());
    place.shell("mv good.c init.c");
    Run run = build("--why");
    assertTrue(run.out().contains("everything: the last build did not finish"), run.all());
    assertFalse(run.err().contains(NOTHING), run.all());
  }

  /**
   * Half of an object file that make would take for a whole one, for it is newer than its source.
   */
  @ParameterizedTest
  @ValueSource(strings = {"source/init.o", "libinit.a", "tools/sstrip"})
  void aChangedIntermediateFileIsRebuilt(String part) throws IOException {
    Path init = place.work.resolve("build/toy/init");
    byte[] before = Files.readAllBytes(init);
    place.shell(
        "echo damaged >build/toy/" + part + "; sed -i 's/^version: .*/version: 1.0.1/' toy.yaml");
    build();
    assertEquals(
        java.util.Arrays.hashCode(before), java.util.Arrays.hashCode(Files.readAllBytes(init)));
  }

  @Test
  void warningsAreGivenAgain() throws IOException {
    place.shell("sed -i '/SERIAL_8250_CONSOLE/d' toy.yaml");
    Run first = place.run("build", "toy.yaml");
    assertEquals(0, first.exit(), first.all());
    String warning = "warning[D2061]";
    assertTrue(first.err().contains(warning), first.all());
    Run again = build();
    assertTrue(again.err().contains(NOTHING), again.all());
    assertTrue(again.err().contains(warning), again.all());
    assertTrue(again.err().contains("--> toy.yaml:"), again.all());
    Run elsewhere = place.run("build", "./toy.yaml");
    assertTrue(elsewhere.err().contains("--> ./toy.yaml:"), elsewhere.all());
  }
}
