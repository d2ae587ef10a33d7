package org.distroc.format.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.distroc.arch.ByteReader;
import org.distroc.expand.Expander;
import org.distroc.format.Part;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks with a partition for the root; {@code FormatsLongTest} boots real ones. */
class DiskRootTest {
  private static final String KEYS =
      "init: {program: hello, syscalls: [write, pause]}\nimage: {formats: [disk], disk: {%s}}\n";

  @TempDir Path folder;

  private byte[] made(String name, String disk, String umask) throws Exception {
    BuildPlan plan = Plans.of(folder, Plans.recipe("", KEYS.formatted(disk)));
    Path project = folder.resolve(name);
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Files.write(project.resolve("bzImage"), new byte[100_000]);
    Process make =
        new ProcessBuilder("sh", "-c", "umask " + umask + "; make -o bzImage toy-disk.img")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, make.waitFor(), said);
    return Files.readAllBytes(project.resolve("toy-disk.img"));
  }

  private static byte[] partition(byte[] disk, int number) {
    return new DiskImage(disk)
        .parts().stream()
            .filter(part -> part.name().equals("partition " + number))
            .map(Part::content)
            .findFirst()
            .orElseThrow();
  }

  /** Where each file system has its mark. */
  @ParameterizedTest
  @CsvSource({
    "'loader: small, root: {filesystem: squashfs}', 0, 0x73717368",
    "'loader: small, root: {filesystem: squashfs, verity: true}', 0, 0x73717368",
    "'table: gpt, loader: small, root: {filesystem: erofs}', 1024, 0xe0f5e1e2",
    "'root: {filesystem: ext4, mode: read-write, size: 2M}, data: {size: 1M}', 1080, 0x0001ef53",
  })
  void theSecondPartitionIsTheRoot(String disk, int at, long mark) throws Exception {
    byte[] first = made("a", disk, "022");
    byte[] root = partition(first, 2);
    assertEquals(mark, new ByteReader(root, false).u32(at), "the file system");
    Thread.sleep(1100);
    assertArrayEquals(first, made("b/deeper", disk, "077"), "the same bytes a second later");
    String cmdline = Files.readString(folder.resolve("a/disk/cmdline.txt"));
    String serial = cmdline.replaceFirst("(?s).*PARTUUID=([0-9a-f-]+).*", "$1");
    assertTrue(cmdline.contains(" rootwait init=/init") || cmdline.startsWith("root="), cmdline);
    if (!disk.contains("gpt")) {
      String id = String.format("%08x-02", new ByteReader(first, false).u32(440));
      assertEquals(id, serial, cmdline);
    }
    assertEquals(
        disk.contains("verity"), cmdline.contains(" dm-mod.create=\"root,,,ro,0 "), cmdline);
    byte[] archive = Files.readAllBytes(folder.resolve("a/initramfs.cpio"));
    assertTrue(
        new DiskImage(first).parts().stream().noneMatch(p -> Arrays.equals(archive, p.content())),
        "no initramfs besides");
  }
}
