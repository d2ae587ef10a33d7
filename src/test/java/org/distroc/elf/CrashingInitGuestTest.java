package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without the checks, each of the programs that they refuse brings the guest down. */
@Tag("guest")
class CrashingInitGuestTest {
  static List<String> crashes() {
    return InitBuild.crashes();
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void crashesInTheGuest(String name, @TempDir Path folder) throws Exception {
    Crash crash = new Crash(name, folder);
    try (Guest guest = new Guest(folder.resolve("init"), folder)) {
      String console = guest.await("end Kernel panic", 0, Duration.ofSeconds(30));
      assertTrue(console.contains(crash.get("console")), console);
      assertTrue(console.contains("Kernel panic - not syncing"), console);
    }
  }
}
