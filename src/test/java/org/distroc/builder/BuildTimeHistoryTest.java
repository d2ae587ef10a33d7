package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTimeHistoryTest {
  @TempDir Path folder;

  @Test
  void eachKindOfBuildHasItsOwn() throws IOException {
    Path objects = folder.resolve("6.1-abc");
    BuildTimeHistory.Measured tiny = new BuildTimeHistory.Measured(450, Duration.ofSeconds(80));
    BuildTimeHistory.Measured large = new BuildTimeHistory.Measured(2500, Duration.ofMinutes(11));
    assertEquals(Optional.empty(), new BuildTimeHistory(objects, "tinyconfig").last());
    new BuildTimeHistory(objects, "tinyconfig").remember(tiny);
    new BuildTimeHistory(objects, "defconfig").remember(large);
    assertEquals(Optional.of(tiny), new BuildTimeHistory(objects, "tinyconfig").last());
    assertEquals(Optional.of(large), new BuildTimeHistory(objects, "defconfig").last());
  }

  @Test
  void aDamagedFileGivesNoEstimate() throws IOException {
    Path objects = folder.resolve("objects");
    Files.writeString(folder.resolve("objects.pace"), "tinyconfig 99999999999 x\n\n \nother\n");
    assertEquals(Optional.empty(), new BuildTimeHistory(objects, "tinyconfig").last());
    Files.write(folder.resolve("objects.pace"), new byte[] {(byte) 0xff, 0});
    assertEquals(Optional.empty(), new BuildTimeHistory(objects, "tinyconfig").last());
  }
}
