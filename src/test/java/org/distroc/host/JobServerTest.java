package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobServerTest {
  @TempDir Path folder;

  /**
   * A real parent make, which lends one token besides its own, and a make under it with three jobs.
   */
  @Test
  void aMakeOfOursTakesPartInTheJobsOfTheMakeAbove() throws IOException {
    Files.writeString(
        folder.resolve("inner.mk"),
        """
        all: a b c d
        a b c d:
        \t@mkdir run.$@; ls -d run.* | wc -l; sleep 0.4; rmdir run.$@
        """);
    Files.writeString(
        folder.resolve("Makefile"),
        """
        all:
        \t+@'%s' -cp '%s' %s
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                JobServerTest.class.getName()));
    Outcome outcome =
        new ProcessRunner(Host.ofProcess())
            .run(Command.of("make", "-s", "-j2").in(folder).limit(Duration.ofMinutes(1)));
    assertTrue(outcome.succeeded(), outcome.lastLines(20));
    List<Integer> atOnce =
        outcome.output().lines().map(String::strip).map(Integer::valueOf).toList();
    assertEquals(4, atOnce.size(), outcome.output());
    assertEquals(2, atOnce.stream().mapToInt(n -> n).max().orElseThrow(), outcome.output());
    assertFalse(outcome.errors().contains("jobserver"), outcome.errors());
  }

  /** The program under the parent make: distroc, as far as this test needs it. */
  public static void main(String[] args) throws IOException {
    ProcessRunner runner = new ProcessRunner(Host.ofProcess());
    Command make = Command.of("make", "-s", "-f", "inner.mk");
    Outcome outcome = runner.run(runner.jobServer().orElseThrow().join(make));
    System.out.print(outcome.output());
    System.err.print(outcome.errors());
    System.exit(outcome.exit());
  }

  @Test
  void aNamedPipeIsPassedOnByItsName() throws IOException {
    Path pipe = Files.createFile(folder.resolve("GMfifo1"));
    String auth = "--jobserver-auth=fifo:" + pipe;
    Command joined =
        JobServer.of("s -j5 " + auth + " -- X=--jobserver-auth=1,2", folder)
            .orElseThrow()
            .join(Command.of("make", "all"));
    assertEquals(List.of("make", "all"), joined.words());
    assertEquals("-j5 " + auth, joined.environment().get("MAKEFLAGS"));
  }

  @Test
  void whatIsNotLentIsNotUsed() throws IOException {
    assertEquals(Optional.empty(), JobServer.of("", folder).map(Object::toString));
    assertTrue(JobServer.of("-j2 --jobserver-auth=3,4", folder).isEmpty(), "closed");
    assertTrue(JobServer.of("-j2 --jobserver-auth=-2,-2", folder).isEmpty(), "taken back");
    assertTrue(JobServer.of("-j2 --jobserver-auth=fifo:/gone", folder).isEmpty(), "removed");
    Files.createDirectories(folder.resolve("fd"));
    Files.createSymbolicLink(folder.resolve("fd/3"), Path.of("file"));
    Files.createSymbolicLink(folder.resolve("fd/4"), Path.of("file"));
    assertTrue(JobServer.of("-j2 --jobserver-auth=3,4", folder).isEmpty(), "no pipe");
    assertTrue(JobServer.of("x -- A=--jobserver-auth=3,4", folder).isEmpty(), "a variable");
  }
}
