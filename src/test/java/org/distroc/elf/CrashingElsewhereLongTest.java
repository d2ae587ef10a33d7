package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.cli.EverywhereKernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Without the checks, each of the programs that they refuse brings its guest down. */
@Tag("long")
class CrashingElsewhereLongTest {
  @TempDir static Path kernels;
  private static final Map<String, Path> BUILT = new ConcurrentHashMap<>();

  static Stream<Arguments> crashes() {
    return CrashesElsewhere.all().stream()
        .filter(crash -> EverywhereKernels.architectures().contains((String) crash.get()[0]));
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void crashesInTheGuest(String architecture, String name, @TempDir Path folder) throws Exception {
    Path kernel = BUILT.computeIfAbsent(architecture, one -> EverywhereKernels.build(one, kernels));
    Crash crash = CrashesElsewhere.build(architecture, name, folder);
    try (Guest guest =
        new Guest(Architectures.of(architecture), kernel, folder.resolve("init"), folder)) {
      String console = guest.await("end Kernel panic", 0, Duration.ofSeconds(60));
      assertTrue(console.contains(crash.get("console")), console);
      assertTrue(console.contains("Kernel panic - not syncing"), console);
    }
  }
}
