package org.distroc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.host.Sha256;
import org.distroc.remotecache.ToyServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * D6046: a server whose files match its manifests, but are wrong: it costs time, and nothing else.
 */
class WrongServerTest {
  @TempDir Path temporary;
  private Workplace place;
  private ToyServer server;

  @BeforeEach
  void fillServer() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}"));
    server = new ToyServer();
    settings("{url: '" + server.address() + "', write: true}");
    assertEquals(0, build("right").exit());
    settings("{url: '" + server.address() + "'}");
    place.set("XDG_CACHE_HOME", place.folder.resolve("other").toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void settings(String shared) throws IOException {
    Path file = place.folder.resolve("home/.config/distroc/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "shared: [" + shared + "]\n");
  }

  private Run build(String folder, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("build", "-o", folder));
    words.addAll(List.of(more));
    words.add("toy.yaml");
    return place.run(words.toArray(String[]::new));
  }

  /** Replaces a text in every file that the server has, with the digests and sizes that follow. */
  private void change(String text, String other) {
    int changed = 0;
    for (Map.Entry<String, byte[]> file : Map.copyOf(server.files).entrySet()) {
      String content = new String(file.getValue(), UTF_8);
      // The toy's kernel contains its configuration.
      boolean kernel = content.contains("HdrS");
      if (!file.getKey().endsWith(".json") && !kernel && content.contains(text)) {
        byte[] wrong = content.replace(text, other).getBytes(UTF_8);
        String before = Sha256.of(file.getValue());
        String after = Sha256.of(wrong);
        server.files.put(file.getKey().replace(before, after), wrong);
        server.files.replaceAll(
            (name, bytes) ->
                name.endsWith(".json")
                    ? new String(bytes, UTF_8)
                        .replaceAll(
                            "\"sha256:" + before + "\",\"size\":\\d+",
                            "\"sha256:" + after + "\",\"size\":" + wrong.length)
                        .getBytes(UTF_8)
                    : bytes);
        changed++;
      }
    }
    assertEquals(1, changed, "" + server.files.keySet());
  }

  @Test
  void aRightServerIsUsed() throws IOException {
    Run run = build("mine");
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("warning"), run.all());
    assertTrue(run.err().contains("configuration: from " + server.address()), run.all());
    assertTrue(run.err().contains("bytes, from " + server.address()), run.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONFIG_PRINTK=y;CONFIG_BINFMT|# CONFIG_PRINTK is not set;CONFIG_BINFMT|PRINTK is not set",
        "ffffffff81000000 T _text|<html>|System.map: it is no list of addresses",
      })
  void aWrongFileIsNeitherUsedNorKept(String text, String other, String reason) throws IOException {
    change(text.replace(';', '\n'), other.replace(';', '\n'));
    Run run = build("mine");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("warning[D6046]"), run.all());
    assertTrue(run.err().contains(server.address()), run.all());
    assertTrue(run.err().contains(reason), run.all());
    assertFalse(run.err().contains("D2050"), run.all());
    place.shell(
        "for f in kernel.config bzImage System.map initramfs.cpio; do cmp right/$f mine/$f; done");
    Run again = build("again", "--no-shared");
    assertEquals(0, again.exit(), again.all());
    assertFalse(again.err().contains("warning"), again.all());
    place.shell("cmp right/kernel.config again/kernel.config; cmp right/bzImage again/bzImage");
  }
}
