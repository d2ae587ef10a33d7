package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.arch.Board;
import org.distroc.arch.x86_64.X8664;
import org.distroc.boot.test.Guests;
import org.distroc.host.Command;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.qemu.Qemu;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the guest that decides between KVM and TCG in a real QEMU. */
@Tag("guest")
class ProbeGuestTest {
  private static final int SOURCE_COLUMN = 28;

  @TempDir Path folder;

  @Test
  void givesTheRightAnswerUnderTcgAndExits() throws Exception {
    Qemu qemu = Qemu.find(Guests.HOST, "qemu-system-x86_64");
    long start = System.nanoTime();
    AcceleratorProbe trial =
        new ProbeGuest(Guests.HOST, qemu, X8664.BOARD.probe().orElseThrow()).run(Optional.empty());
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(trial.tcgMillis() > 0);
    assertTrue(trial.kvmMillis().isPresent() || !trial.kvmFault().isEmpty(), trial.toString());
    assertTrue(millis < 3 * trial.tcgMillis() + 2000, trial + " in " + millis + " ms");
  }

  @Test
  void matchesItsListing() throws Exception {
    String listing;
    try (InputStream in = Board.class.getResourceAsStream("x86_64/probe.hex")) {
      listing = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String assembly =
        listing
            .lines()
            .filter(line -> line.indexOf(';') == SOURCE_COLUMN - 1)
            .map(line -> line.substring(SOURCE_COLUMN))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(folder.resolve("probe.s"), assembly);
    run("as", "--64", "-o", "probe.o", "probe.s");
    run("ld", "-e", "0x7c00", "-Ttext=0x7c00", "--oformat", "binary", "-o", "probe", "probe.o");
    byte[] assembled = Files.readAllBytes(folder.resolve("probe"));
    byte[] sector = ProbeGuest.bootSector(X8664.BOARD.probe().orElseThrow());
    assertTrue(assembled.length > 100);
    assertArrayEquals(assembled, Arrays.copyOf(sector, assembled.length));
  }

  private void run(String... words) throws Exception {
    Outcome outcome = new ProcessRunner(Guests.HOST).run(Command.of(words).in(folder));
    assertEquals(0, outcome.exit(), outcome.errors());
  }
}
