package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.plan.DataDisks;
import org.distroc.plan.Machine;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that keep what a guest writes. */
class KeptDisksTest {
  @TempDir Path build;
  private final List<String> said = new ArrayList<>();

  private Machine prepared(long size) {
    Machine machine = Machine.of(X8664.BOARD, 1 << 26, Display.SERIAL);
    return KeptDisks.prepare(machine.with(DataDisks.of(Map.of("data", size))), build, said::add);
  }

  @Test
  void aFileIsMadeOnceAndGrows() throws IOException {
    Path file = build.resolve("disks/data.raw");
    assertEquals(file, prepared(1 << 20).disks().file("data").orElseThrow());
    assertEquals(List.of(), said);
    Files.write(file, new byte[] {1, 2, 3, 4});
    prepared(2 << 20);
    assertEquals(1, said.size());
    byte[] kept = Files.readAllBytes(file);
    assertEquals(2 << 20, kept.length);
    assertEquals(4, kept[3]);
    prepared(1 << 20);
    assertEquals(2 << 20, Files.size(file));
  }

  @Test
  void aLinkIsNotWrittenThrough() throws IOException {
    Path victim = Files.writeString(build.resolve("victim"), "a");
    Files.createDirectories(build.resolve("disks"));
    Files.createSymbolicLink(build.resolve("disks/data.raw"), victim);
    Failure failure = assertThrows(Failure.class, () -> prepared(1 << 20));
    assertEquals(Code.D8005, failure.diagnostics().get(0).code());
    assertEquals("a", Files.readString(victim));
  }

  @Test
  void aMachineWithoutDisksStaysAsItIs() throws IOException {
    Machine machine = Machine.of(X8664.BOARD, 1 << 26, Display.SERIAL);
    assertEquals(machine, KeptDisks.prepare(machine, build, said::add));
    assertEquals(false, Files.exists(build.resolve("disks")));
  }
}
