package org.distroc.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaceTest {
  @TempDir Path folder;

  @Test
  void eachKindOfBuildHasItsOwn() throws IOException {
    Path objects = folder.resolve("6.1-abc");
    Pace.Measured tiny = new Pace.Measured(450, Duration.ofSeconds(80));
    Pace.Measured large = new Pace.Measured(2500, Duration.ofMinutes(11));
    assertEquals(Optional.empty(), new Pace(objects, "tinyconfig").last());
    new Pace(objects, "tinyconfig").remember(tiny);
    new Pace(objects, "defconfig").remember(large);
    assertEquals(Optional.of(tiny), new Pace(objects, "tinyconfig").last());
    assertEquals(Optional.of(large), new Pace(objects, "defconfig").last());
  }

  @Test
  void damageIsAsIfNobodyKnew() throws IOException {
    Path objects = folder.resolve("objects");
    Files.writeString(folder.resolve("objects.pace"), "tinyconfig 99999999999 x\n\n \nother\n");
    assertEquals(Optional.empty(), new Pace(objects, "tinyconfig").last());
    Files.write(folder.resolve("objects.pace"), new byte[] {(byte) 0xff, 0});
    assertEquals(Optional.empty(), new Pace(objects, "tinyconfig").last());
  }
}
