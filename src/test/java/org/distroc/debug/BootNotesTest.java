package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;
import org.junit.jupiter.api.Test;

/** Evaluation of the breakpoints of a boot. */
class BootNotesTest {

  private static Duration nanos(long number) {
    return Duration.ofNanos(number);
  }

  @Test
  void stagesFollowEachOtherWithoutGapsAndWithoutTheCostOfStops() {
    BootNotes notes = new BootNotes();
    notes.step(3);
    notes.step(10);
    notes.step(900);
    notes.held(5000);
    notes.stage(110, Name.LOADER);
    notes.other(60);
    notes.stage(60, Name.DECOMPRESSOR);
    notes.stage(210, Name.KERNEL);
    notes.stage(510, Name.INIT);
    BootTimes times = notes.times(7, 40);
    assertEquals(
        List.of(
            new Stage(Name.QEMU, nanos(0), nanos(7)),
            new Stage(Name.FIRMWARE, nanos(7), nanos(100)),
            new Stage(Name.LOADER, nanos(107), nanos(100)),
            new Stage(Name.DECOMPRESSOR, nanos(207), nanos(200)),
            new Stage(Name.KERNEL, nanos(407), nanos(500)),
            new Stage(Name.INIT, nanos(907), nanos(40))),
        times.stages());
    assertEquals(nanos(947), times.total());
    assertEquals(nanos(10), times.cost());
    assertEquals(nanos(5000), times.held());
    assertEquals(5, times.stops());
    assertEquals(Set.of(), times.unseen());
  }

  @Test
  void theTimeOfAnUnseenStageCountsForTheOneBefore() {
    BootNotes notes = new BootNotes();
    notes.stage(100, Name.KERNEL);
    BootTimes times = notes.times(5, 20);
    assertEquals(Set.of(Name.LOADER, Name.DECOMPRESSOR, Name.INIT), times.unseen());
    assertEquals(
        List.of(Name.QEMU, Name.FIRMWARE, Name.KERNEL),
        times.stages().stream().map(Stage::name).toList());
    assertEquals(nanos(125), times.total());
  }

  @Test
  void anInitcallEndsWhereTheStackIsAsBeforeIt() {
    BootNotes notes = new BootNotes();
    notes.step(10);
    notes.stage(10, Name.KERNEL);
    notes.call(30, "outer", 0x800);
    // A module that an initcall asks for is loaded by another task, on another stack.
    notes.call(20, "inner", 0x400);
    notes.returned(16, 0x400, -19);
    notes.returned(110, 0x800, 0);
    notes.call(12, "empty", 0x800);
    notes.returned(4, 0x800, 0);
    // A return whose call was not observed.
    notes.returned(50, 0x800, 0);
    assertEquals(
        List.of(
            new Initcall("inner", nanos(30), nanos(6), -19),
            new Initcall("outer", nanos(20), nanos(116), 0),
            new Initcall("empty", nanos(138), nanos(0), 0)),
        notes.times(0, 0).initcalls());
  }
}
