package org.distroc.format.floppy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distroc.expand.Expander;
import org.distroc.format.Part;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The floppy disk, with files in place of a kernel; {@code recipes/floppy.yaml} boots a real one.
 */
class FloppyTest {
  private static final String KEYS =
      "init: {program: hello, syscalls: [write, pause]}\nimage: {formats: [floppy]}\n";

  @TempDir Path folder;

  @BeforeEach
  void writeProject() throws Exception {
    BuildPlan plan = Plans.of(folder, Plans.recipe("", KEYS));
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Files.writeString(folder.resolve("initramfs.cpio"), "the first files");
  }

  /** Runs make for the image alone: kernel and initramfs are there. */
  private String make(int status) throws Exception {
    Process make =
        new ProcessBuilder("make", "-o", "bzImage", "-o", "initramfs.cpio", "toy.img")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, make.waitFor(), said);
    return said;
  }

  private byte[] kernel(int bytes) throws Exception {
    byte[] kernel = new byte[bytes];
    new Random(bytes).nextBytes(kernel);
    Files.write(folder.resolve("bzImage"), kernel);
    Files.deleteIfExists(folder.resolve("toy.img"));
    return kernel;
  }

  @Test
  void holdsKernelInitramfsAndLoader() throws Exception {
    byte[] kernel = kernel(816_128);
    make(0);
    byte[] image = Files.readAllBytes(folder.resolve("toy.img"));
    assertEquals(1_474_560, image.length);
    List<Part> parts = new FloppyReader().parts(image).orElseThrow();
    List<String> names = parts.stream().filter(part -> !part.frame()).map(Part::name).toList();
    assertEquals(
        List.of("ldlinux.sys", "ldlinux.c32", "bzImage", "syslinux.cfg", "initramfs.cpio"), names);
    assertArrayEquals(kernel, parts.get(2).content());
    assertArrayEquals(Files.readAllBytes(folder.resolve("syslinux.cfg")), parts.get(3).content());
    for (Part part : parts.subList(0, 5)) {
      assertTrue(part.about().contains("date 1980-01-01 00:00:00"), part.about());
    }
    int frames = parts.stream().filter(Part::frame).mapToInt(part -> part.content().length).sum();
    assertEquals(image.length, frames, "every byte is in a part");
  }

  @Test
  void reportsByHowMuchItIsTooLarge() throws Exception {
    int sectors = 1_300_000 / 512;
    kernel(sectors * 512);
    String said = make(2);
    assertTrue(
        said.matches(
            "(?s).*toy\\.img: \\d+ bytes too large for a floppy disk; the largest part is bzImage"
                + " with "
                + sectors * 512
                + " bytes\n.*"),
        said);
    assertTrue(Files.notExists(folder.resolve("toy.img")), "half an image");
    int over = Integer.parseInt(said.replaceAll("(?s).*img: (\\d+) bytes too large.*", "$1"));
    kernel(sectors * 512 - over);
    make(0);
    kernel(sectors * 512 - over + 1);
    make(2);
  }

  @Test
  void damageIsRefused() throws Exception {
    kernel(100_000);
    make(0);
    byte[] image = Files.readAllBytes(folder.resolve("toy.img"));
    FloppyReader reader = new FloppyReader();
    byte[] cut = Arrays.copyOf(image, 40_000);
    assertTrue(reader.recognizes(cut));
    assertThrows(IllegalArgumentException.class, () -> reader.parts(cut));
    byte[] nowhere = image.clone();
    Arrays.fill(nowhere, 512 + 3, 512 + 9 * 512, (byte) 0);
    assertThrows(IllegalArgumentException.class, () -> reader.parts(nowhere));
    byte[] circle = image.clone();
    for (int at = 512 + 3; at + 2 < 512 + 9 * 512; at += 3) {
      // Every cluster is followed by cluster 2: the content is wrong, but reading ends.
      circle[at] = 2;
      circle[at + 1] = 0x20;
      circle[at + 2] = 0;
    }
    assertEquals(100_000, reader.parts(circle).orElseThrow().get(2).content().length);
  }
}
