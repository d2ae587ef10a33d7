package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which object folders may be reused. */
class KernelObjectsTest {
  @TempDir Path temporary;
  private Path folder;
  private Path log;
  private KernelObjects objects;
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void compile() throws IOException {
    folder = temporary.toRealPath().resolve("objects/6.1");
    log = temporary.resolve("log");
    objects =
        new KernelObjects(
            folder,
            new ProcessRunner(new Host(System.getenv(), temporary)),
            new BuildListener() {
              @Override
              public void stage(String name) {}

              @Override
              public void line(String line) {
                heard.add(line);
              }

              @Override
              public void done(String note) {}
            });
    make("mkdir -p mm; echo fork >fork.o; echo slab >mm/slab.o; ln -s mm/slab.o link");
  }

  private void make(String script) throws IOException {
    objects.use(
        log,
        () -> false,
        change -> {
          Command command = Command.of("sh", "-c", script).in(folder).log(log);
          Files.deleteIfExists(log);
          new ProcessRunner(new Host(System.getenv(), temporary)).run(change.apply(command));
        });
  }

  private void shell(String line) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-ec", line).directory(folder.toFile());
    assertEquals(0, shell.start().waitFor(), line);
  }

  @Test
  void whatMakeLeftIsUsedAgain() throws IOException {
    assertTrue(objects.isTrusted());
    make("cat mm/slab.o >>seen; echo more >>fork.o");
    assertEquals("slab\n", Files.readString(folder.resolve("seen")));
    assertEquals(List.of(), heard);
    assertTrue(objects.isTrusted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo evil >mm/slab.o",
        ": >fork.o",
        "rm mm/slab.o",
        "rm -r mm",
        "touch fork.o",
        "touch -d @0 mm/slab.o",
        "echo x >new.o",
        "mv fork.o spoon.o",
        "chmod 600 fork.o",
        "ln -sf fork.o link",
        "touch -r fork.o time; printf 'evil\\n' >fork.o; touch -r time fork.o; rm time",
        "rm ../6.1.ended",
        "rm ../6.1.bytes",
        "echo >../6.1.bytes",
        "touch -d tomorrow ../6.1.ended",
      })
  void externallyChangedObjectsAreRecompiled(String damage) throws Exception {
    shell(damage);
    assertFalse(objects.isTrusted());
    make("ls >../list");
    assertEquals("", Files.readString(folder.resolveSibling("list")), "nothing of it is used");
    assertEquals(1, heard.size(), heard.toString());
    assertTrue(objects.isTrusted());
  }

  /** Deleted, truncated and altered at random, with and without the time that the file had. */
  @Test
  void noDamageGoesUnnoticed() throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < 40; i++) {
      make("mkdir -p a/b; for i in 1 2 3 4 5 6 7 8; do echo object$i >a/b/$i.o; done");
      String file = "a/b/" + (1 + random.nextInt(8)) + ".o";
      String damage =
          switch (random.nextInt(4)) {
            case 0 -> "rm " + file;
            case 1 -> "truncate -s " + random.nextInt(8) + " " + file;
            case 2 ->
                "touch -r " + file + " ../t; echo objecty >" + file + "; touch -r ../t " + file;
            default -> "echo objectx >" + file;
          };
      assertTrue(objects.isTrusted(), "before round " + i);
      shell(damage);
      assertFalse(objects.isTrusted(), damage);
    }
  }

  @Test
  void killedMakeLeavesNothing() throws IOException {
    make("echo half >mm/slab.o; kill -KILL $$");
    assertFalse(objects.isTrusted());
  }

  /** As on Ctrl-C, when make deletes partial targets. */
  @Test
  void makeStoppedBySigtermKeepsItsObjects() throws IOException {
    make("trap 'echo clean >>mm/slab.o; exit 143' TERM; kill -TERM $$; sleep 1");
    assertTrue(objects.isTrusted());
  }

  @Test
  void failedMakeKeepsItsObjects() throws IOException {
    assertThrows(Failure.class, () -> fail("fork.c: error: no such thing"));
    assertTrue(objects.isTrusted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make[2]: *** [mm/slab.o] Killed",
        "make[1]: *** [Makefile:9: mm] Error 137",
        "as: mm/slab.o: No space left on device",
      })
  void makeThatCouldNotCleanUpLeavesNoObjects(String said) throws IOException {
    assertThrows(Failure.class, () -> fail(said));
    assertFalse(Files.exists(folder));
    assertFalse(objects.isTrusted());
  }

  private void fail(String said) throws IOException {
    objects.use(
        log,
        () -> false,
        change -> {
          Command command =
              Command.of("sh", "-c", "echo half >mm/slab.o; echo \"$0\"; exit 2", said)
                  .in(folder)
                  .log(log);
          Files.deleteIfExists(log);
          new ProcessRunner(new Host(System.getenv(), temporary)).run(change.apply(command));
          throw new Failure(Diagnostic.error(Code.D6001, "make failed"));
        });
  }

  /** A power failure can leave files of the right name and time empty. */
  @Test
  void anotherBootComparesTheFingerprint() throws Exception {
    Path note = folder.resolveSibling("6.1.bytes");
    String[] noted = Files.readString(note).strip().split(" ");
    assertEquals(Long.toString(DirectoryFingerprint.of(folder).bytes()), noted[1]);
    Files.writeString(note, "another-boot " + noted[1] + " " + noted[2] + "\n");
    assertTrue(objects.isTrusted());
    Files.writeString(note, "another-boot " + noted[1] + " 1" + noted[2] + "\n");
    assertFalse(objects.isTrusted());
    Files.writeString(note, "another-boot\n");
    assertFalse(objects.isTrusted(), "distroc was killed then, and did not note them");
  }

  /** The mark is made by a process that outlives distroc. */
  @Test
  void distrocIsKilledAndMakeEndsByItself() throws Exception {
    Path note = folder.resolveSibling("6.1.bytes");
    Files.writeString(note, Files.readString(note).split(" ")[0] + "\n");
    assertTrue(objects.isTrusted());
    Files.setLastModifiedTime(
        folder.resolveSibling("6.1.ended"),
        FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertFalse(objects.isTrusted(), "files are newer");
  }

  /** The ctime is then earlier than the mark, but differs from the recorded one. */
  @Test
  void aClockThatWasSetBackHidesNothing() throws Exception {
    shell("echo evil >mm/slab.o");
    Files.setLastModifiedTime(
        folder.resolveSibling("6.1.ended"), FileTime.from(Instant.now().plusMillis(500)));
    assertTrue(DirectoryFingerprint.of(folder).newest().isBefore(Instant.now().plusMillis(500)));
    assertFalse(objects.isTrusted());
  }

  /** It may still be writing, and would damage the output of the next build. */
  @Test
  void makeOfABuildThatWasKilledIsWaitedFor() throws Exception {
    Path mark = folder.resolveSibling("6.1.ended");
    Files.delete(mark);
    Process former =
        new ProcessBuilder(
                "flock",
                mark + ".lock",
                "sh",
                "-c",
                ": >../held; sleep 1; echo whole >mm/slab.o; sleep 0.1; : >$0",
                mark.toString())
            .directory(folder.toFile())
            .start();
    Files.writeString(folder.resolveSibling("6.1.bytes"), boot() + "\n");
    while (!Files.exists(folder.resolveSibling("held"))) {
      Thread.sleep(10);
    }
    make("cat mm/slab.o >>../seen");
    assertEquals("whole\n", Files.readString(folder.resolveSibling("seen")));
    assertEquals(0, former.waitFor());
  }

  private String boot() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /** Another build was faster: the folder is unchanged. */
  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    objects.use(
        log,
        () -> true,
        change -> {
          throw new AssertionError("nothing was to be done");
        });
    assertTrue(objects.isTrusted());
  }

  @Test
  void onlyOneIsInTheFolder() throws Exception {
    Thread other =
        new Thread(
            () -> {
              try {
                make("echo 1 >>../order; sleep 0.5; echo 2 >>../order");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    while (!Files.exists(folder.resolveSibling("order"))) {
      Thread.sleep(10);
    }
    make("echo 3 >>../order");
    other.join();
    assertEquals("1\n2\n3\n", Files.readString(folder.resolveSibling("order")));
    assertTrue(heard.contains("waiting for another build of this kernel"), heard.toString());
  }
}
