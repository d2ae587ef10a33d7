package org.distroc.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.distroc.expand.Expander;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.Sha256;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The formats that no machine starts from hold the files of the initramfs, and other tools agree.
 */
class RootArchivesTest {
  private static final String KEYS =
      "init: {program: hello, syscalls: [write, pause]}\n"
          + "image: {formats: [cpio, tar, oci], tar: {compression: gzip}, oci: {tag: \"1.0\"}}\n";

  @TempDir Path folder;

  private void make() throws Exception {
    BuildPlan plan = Plans.of(folder, Plans.recipe("", KEYS));
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    run("make", "toy.cpio", "toy.tar.gz", "toy-oci.tar");
  }

  private String run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  /** Names with type, mode, owner, device and the digest of the content. */
  private static Map<String, String> cpio(byte[] file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(file), "UTF-8")) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String device = e.getRemoteDeviceMaj() + ":" + e.getRemoteDeviceMin();
        entries.put(
            e.getName(), described(e.getMode(), e.getUID(), e.getGID(), device, in.readAllBytes()));
      }
    }
    return entries;
  }

  private static Map<String, String> tar(byte[] file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(file))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        long type = e.isDirectory() ? 040000 : e.isCharacterDevice() ? 020000 : 0100000;
        entries.put(
            e.getName().replaceFirst("/$", ""),
            described(
                type | e.getMode() & 07777,
                e.getLongUserId(),
                e.getLongGroupId(),
                e.getDevMajor() + ":" + e.getDevMinor(),
                in.readAllBytes()));
      }
    }
    return entries;
  }

  private static String described(long mode, long user, long group, String device, byte[] bytes) {
    return Long.toOctalString(mode)
        + " "
        + user
        + " "
        + group
        + " "
        + device
        + " "
        + Sha256.of(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Test
  void holdTheSameFiles() throws Exception {
    make();
    Map<String, String> files = cpio(file("initramfs.cpio"));
    assertEquals(List.of("dev", "dev/console", "init"), List.copyOf(files.keySet()));
    assertArrayEquals(file("initramfs.cpio"), file("toy.cpio"));
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(file("toy.tar.gz"))).readAllBytes();
    assertEquals(files, tar(tar));
    Map<String, String> inContainer = new TreeMap<>(files);
    inContainer.remove("dev/console");
    assertEquals(inContainer, tar(file("oci/layer.tar")));
  }

  /**
   * Every file of the layout is named by its digest, and the parts of the image name each other.
   */
  @Test
  void aContainerImageIsReadByOthers() throws Exception {
    make();
    run("mkdir", "layout");
    run("tar", "-C", "layout", "-xf", "toy-oci.tar");
    try (var blobs = Files.list(folder.resolve("layout/blobs/sha256"))) {
      List<Path> all = blobs.toList();
      assertEquals(3, all.size());
      for (Path blob : all) {
        assertEquals(
            blob.getFileName().toString(), run("sha256sum", blob.toString()).substring(0, 64));
      }
    }
    String seen = run("skopeo", "inspect", "oci-archive:toy-oci.tar:1.0");
    assertTrue(seen.contains("\"Created\": \"1980-01-01T00:00:00Z\""), seen);
    assertTrue(seen.contains("\"Architecture\": \"amd64\""), seen);
    String config = run("skopeo", "inspect", "--config", "oci-archive:toy-oci.tar:1.0");
    assertTrue(config.contains("/init"), config);
    run("skopeo", "copy", "oci-archive:toy-oci.tar:1.0", "dir:copied");
    List<byte[]> copied = new ArrayList<>();
    try (var files = Files.list(folder.resolve("copied"))) {
      for (Path path : files.toList()) {
        copied.add(Files.readAllBytes(path));
      }
    }
    byte[] layer = file("oci/layer.tar.gz");
    assertTrue(copied.stream().anyMatch(one -> Arrays.equals(one, layer)), "the layer");
  }

  /** What a tool left out or cut off is found, wherever the file ends. */
  @Test
  void aDamagedArchiveIsRefused() throws Exception {
    make();
    for (String name : List.of("toy.tar.gz", "toy-oci.tar", "toy.cpio")) {
      ImageFormat format =
          Formats.of(name.contains("oci") ? "oci" : name.endsWith("cpio") ? "cpio" : "tar")
              .orElseThrow();
      byte[] whole = file(name);
      assertEquals(java.util.Optional.empty(), format.flaw(whole, Map.of()), name);
      for (int length : List.of(0, 1, 100, whole.length / 2)) {
        assertTrue(format.flaw(Arrays.copyOf(whole, length), Map.of()).isPresent(), name + length);
      }
    }
    byte[] changed = file("toy-oci.tar");
    changed[512 + 100] ^= 1;
    assertTrue(Formats.of("oci").orElseThrow().flaw(changed, Map.of()).isPresent());
    assertFalse(Formats.of("cpio").orElseThrow().flaw(file("toy-oci.tar"), Map.of()).isEmpty());
  }
}
