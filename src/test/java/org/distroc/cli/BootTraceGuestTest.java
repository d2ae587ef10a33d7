package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.diag.JsonReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of real boots. */
@Tag("guest")
class BootTraceGuestTest {
  private static final Path RECIPES = Path.of("recipes").toAbsolutePath();

  @TempDir Path folder;

  /** From a CD, with a boot loader and a screen. */
  @Test
  void eachStageOfACdAndTheInitcallsAreTimed() throws IOException {
    Run run = Run.in(folder, "boot", "--trace", "--json", RECIPES.resolve("tiny.yaml").toString());
    assertEquals(0, run.exit(), run.all());
    Map<?, ?> all = (Map<?, ?>) JsonReader.read(run.out());
    assertEquals(List.of(), all.get("diagnostics"), run.all());
    Map<?, ?> boot = (Map<?, ?>) ((List<?>) ((Map<?, ?>) all.get("boot")).get("boots")).get(0);
    List<String> names = new ArrayList<>();
    long end = 0;
    for (Object each : (List<?>) boot.get("stages")) {
      Map<?, ?> stage = (Map<?, ?>) each;
      names.add((String) stage.get("name"));
      assertEquals(end, number(stage, "begin"), 1, "no gap before " + stage);
      assertTrue(number(stage, "length") > 0, stage.toString());
      end = number(stage, "begin") + number(stage, "length");
    }
    assertEquals(List.of("qemu", "firmware", "loader", "decompressor", "kernel", "init"), names);
    assertEquals(number(boot, "total"), end, 6, "the stages are the whole");
    Map<?, ?> kernel = (Map<?, ?>) ((List<?>) boot.get("stages")).get(4);
    long inCalls = 0;
    List<String> functions = new ArrayList<>();
    for (Object each : (List<?>) boot.get("initcalls")) {
      Map<?, ?> call = (Map<?, ?>) each;
      functions.add((String) call.get("function"));
      inCalls += number(call, "length");
      assertTrue(number(call, "begin") >= number(kernel, "begin"), call.toString());
    }
    assertTrue(inCalls < number(kernel, "length"), inCalls + " of " + kernel);
    // The first and the last of tinyconfig with a terminal, and one in between.
    assertTrue(functions.size() > 60, functions.toString());
    assertTrue(functions.indexOf("init_hw_perf_events") < functions.indexOf("chr_dev_init"));
    assertTrue(functions.contains("populate_rootfs"), functions.toString());
    String again = Files.readString(folder.resolve("build/tiny/evidence/boot/boot.sh"));
    assertTrue(again.contains("tiny.iso") && !again.contains("-gdb"), again);
    String svg = Files.readString(Path.of((String) all.get("svg")));
    assertTrue(svg.contains("Linux 6.1."), svg);
    assertTrue(svg.contains("chr_dev_init"), svg);
  }

  /** Without a boot loader, several times, on a serial port; the picture goes elsewhere. */
  @Test
  void severalBootsOfAKernelAlone() throws IOException {
    String recipe =
        Files.readString(RECIPES.resolve("serial.yaml"))
            .replaceAll("formats: \\[[a-z, ]*]", "formats: [kernel, initramfs]");
    Files.writeString(folder.resolve("serial.yaml"), recipe);
    Run run = Run.in(folder, "boot", "--trace", "--runs", "2", "--svg", "p.svg", "serial.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().lines().findFirst().orElse("").matches("stage +median +least +most"));
    assertTrue(run.out().contains("\ndecompressor "), run.all());
    assertFalse(run.out().contains("boot loader"), run.all());
    assertFalse(run.err().contains("D7080"), run.all());
    assertTrue(Files.exists(folder.resolve("p.svg")));
    assertFalse(Files.exists(folder.resolve("build/serial/boot.svg")));
  }

  private static long number(Map<?, ?> map, String key) {
    return ((Number) map.get(key)).longValue();
  }
}
