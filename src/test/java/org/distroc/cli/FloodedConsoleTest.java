package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.distroc.cli.WatchedRun.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than a real guest can say: QEMU's serial port passes on some 100 kilobytes in a second. A
 * program in place of QEMU prints as fast as distroc can read.
 */
class FloodedConsoleTest {
  @TempDir Path temporary;

  /** Prints megabytes of text, in which distroc must find the needle. */
  private void flood(int megabytes) throws Exception {
    Workplace place = new Workplace(temporary);
    place.kernel();
    try (InputStream in = getClass().getResourceAsStream("hostile/flooding-qemu.c")) {
      Files.write(place.work.resolve("qemu.c"), in.readAllBytes());
    }
    // A file instead of the folder for archives of classes: making one takes long.
    place.shell("mkdir -p ../home/.cache/distroc; : >../home/.cache/distroc/jvm");
    // Child processes do not get distroc's whole environment.
    place.shell("gcc -O1 -o ../bin/flooding-qemu qemu.c");
    place.tool(
        "qemu-system-x86_64",
        "FLOOD=" + megabytes + "000000 exec " + place.bin.resolve("flooding-qemu") + " \"$@\"");
    place.write(
        "toy.yaml",
        Workplace.RECIPE
            + "test: {timeout: 5m, steps: [{expect: a needle}, {expect: it is over}]}\n");
    place.withOwnPathFirst();
    WatchedRun distroc =
        WatchedRun.start(place.work, place.host().environment(), "test", "toy.yaml");
    Ended ended = distroc.end(Duration.ofMinutes(6));
    distroc.awaitNoProcessesLeft(Duration.ofSeconds(5));
    System.out.println(
        megabytes + " MB: " + ended.peakMib() + " MiB at most, " + ended.time().toMillis() + " ms");
    assertEquals(0, ended.exit(), ended.all());
    assertTrue(ended.peakMib() > 20 && ended.peakMib() < 300, ended.all());
    for (String name : new String[] {"console.log", "console.txt"}) {
      long size = Files.size(place.work.resolve("build/toy/evidence/test").resolve(name));
      assertTrue(size > 16 << 20 && size < (16 << 20) + 100, name + " has " + size + " bytes");
    }
  }

  @Test
  @Tag("guest")
  void ofFortyMegabytes() throws Exception {
    flood(40);
  }

  @Test
  @Tag("long")
  void ofFiveHundredMegabytes() throws Exception {
    flood(500);
  }
}
