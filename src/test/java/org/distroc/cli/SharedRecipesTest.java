package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.distroc.host.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes in registries: in Docker's own, and in one that lies. */
class SharedRecipesTest {
  private static final String INIT =
      """
      #include "syscalls.h"
      int main(void) {
        write(1, "own\\n", 4);
        for (;;) {
          pause();
        }
      }
      """;

  @TempDir private Path folder;
  private Workplace place;
  private String digest;
  private HttpServer liar;
  private final Map<String, byte[]> answers = new HashMap<>();

  @BeforeEach
  void recipes() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell(
        "mkdir $FOLDER/packed && cp -r $FOLDER/kernel $FOLDER/packed/linux-9.8 && tar --mtime=@0"
            + " --sort=name --owner=0 --group=0 -cf web/linux.tar -C $FOLDER/packed linux-9.8"
            + " 2>/dev/null || { mkdir web && tar --mtime=@0 --sort=name --owner=0 --group=0 -cf"
            + " web/linux.tar -C $FOLDER/packed linux-9.8; }; sha256sum web/linux.tar > digest");
    digest = Files.readString(place.work.resolve("digest")).substring(0, 64);
    int start = Workplace.RECIPE.indexOf("  base: tinyconfig");
    place.write(
        "web/part/common.yaml",
        "distro: v1\nkernel:\n"
            + Workplace.RECIPE.substring(start, Workplace.RECIPE.indexOf("init:")));
    place.write("web/part/init.c", INIT);
    place.write("web/unread.txt", "not in the artifact");
    place.write(
        "web/web.yaml",
        """
        distro: v1
        name: web
        version: 1.2.0
        description: A page.
        extends: part/common.yaml
        architecture: x86_64
        kernel: {source: {tarball: {file: linux.tar, sha256: DIGEST}}}
        init: {source: part/init.c, libc: none, syscalls: [write, pause]}
        image: {formats: [kernel, initramfs]}
        qemu: {display: serial}
        """
            .replace("DIGEST", digest));
  }

  @AfterEach
  void stop() {
    if (liar != null) {
      liar.stop(0);
    }
  }

  private Daemon registry() throws Exception {
    Daemon registry = Daemon.registry(folder.resolve("registry"), Daemon.freePort());
    String login = Base64.getEncoder().encodeToString("me:s3cret".getBytes(StandardCharsets.UTF_8));
    Path docker = Files.createDirectories(place.folder.resolve("home/.docker"));
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\": {\"127.0.0.1:" + registry.port + "\": {\"auth\": \"" + login + "\"}}}");
    return registry;
  }

  private Run succeeds(String... words) {
    Run run = place.run(words);
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  private Run fails(String code, String... words) {
    Run run = place.run(words);
    assertTrue(run.err().contains("error[" + code + "]"), run.all());
    assertFalse(run.all().contains("\tat "), run.all());
    return run;
  }

  /** Another machine: nothing of this one but its account in the registry. */
  private void otherMachine(String name) throws IOException {
    place.set("XDG_CACHE_HOME", place.folder.resolve("cache-" + name).toString());
  }

  private byte[] built(String path) throws IOException {
    return Files.readAllBytes(place.work.resolve(path));
  }

  @Test
  void aPulledRecipeIsBuiltOfflineToTheSameBytes() throws Exception {
    try (Daemon registry = registry()) {
      String web = "127.0.0.1:" + registry.port + "/recipes/web";
      succeeds("lock", "web/web.yaml");
      byte[] image = built("build/web/initramfs.cpio");
      byte[] kernel = built("build/web/bzImage");
      Run push = succeeds("push", "web/web.yaml", web + ":1.2.0");
      assertTrue(push.out().matches(web + "@sha256:[0-9a-f]{64}\\s*"), push.out());
      String sha256 = push.out().strip().substring(push.out().strip().length() - 64);
      for (String name :
          List.of("web.yaml", "web.lock.yaml", "part/common.yaml", "part/init.c", "linux.tar")) {
        assertTrue(push.err().contains("  " + name + "\n"), push.err());
      }
      assertFalse(push.err().contains("unread.txt"), push.err());

      otherMachine("b");
      place.shell("rm -r build web");
      Run pull = succeeds("pull", web + ":1.2.0");
      assertEquals("web/web.yaml", pull.out().strip());
      assertTrue(pull.err().contains("sha256:" + sha256), pull.err());
      succeeds("build", "--offline", "web/web.yaml");
      assertArrayEquals(image, built("build/web/initramfs.cpio"));
      assertArrayEquals(kernel, built("build/web/bzImage"));
      fails("D6051", "pull", web + ":1.2.0");
      fails("D6052", "pull", "-o", "digest/web", web + ":1.2.0");

      // The same files are the same artifact, whatever their times and modes of others are.
      place.shell("touch -d 2001-01-01 web/*; chmod -R go-rwx web");
      Run again = succeeds("push", "web/web.yaml", web);
      assertTrue(again.out().contains(sha256), again.all());
      assertTrue(again.err().contains("it was there already"), again.all());

      place.shell("sed -i s/own/new/ web/part/init.c");
      fails("D6050", "push", "web/web.yaml", web + ":1.2.0");
      Run later = succeeds("push", "web/web.yaml", web + ":1.10.0");
      assertFalse(later.out().contains(sha256), later.out());
      succeeds("push", "web/web.yaml", web + ":1.9.0");
      String versions = succeeds("versions", web).out();
      assertTrue(
          versions.matches(
              "(?s)1\\.2\\.0  sha256:" + sha256 + "\n1\\.9\\.0  .*\n1\\.10\\.0  sha256:.*"),
          versions);
      fails("D1044", "versions", web + "2");
      fails("D1044", "pull", "-o", "other", web + ":3");
      assertFalse(Files.exists(place.work.resolve("other")));
    }
  }

  @Test
  void aBaseInARegistryIsPinnedAndKept() throws Exception {
    try (Daemon registry = registry()) {
      String web = "127.0.0.1:" + registry.port + "/recipes/web";
      String sha256 = succeeds("push", "web/web.yaml", web).out().strip();
      sha256 = sha256.substring(sha256.length() - 64);
      otherMachine("b");
      String top = "distro: v1\nname: top\nextends:\n  - oci: {ref: '" + web + "', PIN}\n";
      place.write("top.yaml", top.replace("PIN", "sha256: " + sha256));
      succeeds("build", "top.yaml");
      byte[] image = built("build/top/initramfs.cpio");
      Run show = succeeds("show", "--offline", "top.yaml");
      assertTrue(show.out().contains("oci:" + web + "@" + sha256.substring(0, 12) + ":web.yaml:"));

      // One character of the digest.
      char other = sha256.charAt(0) == '0' ? '1' : '0';
      place.shell("rm -r build");
      place.write("top.yaml", top.replace("PIN", "sha256: " + other + sha256.substring(1)));
      Run wrong = fails("D1044", "build", "top.yaml");
      assertTrue(wrong.err().contains("--> top.yaml:4:16\n"), wrong.err());
      assertFalse(Files.exists(place.work.resolve("build")));

      place.write("top.yaml", top.replace("PIN", "version: 1.2.0"));
      fails("D1045", "build", "top.yaml");
      succeeds("lock", "top.yaml");
      assertArrayEquals(image, built("build/top/initramfs.cpio"));
      Path lock = place.work.resolve("top.lock.yaml");
      assertTrue(Files.readString(lock).contains("\"oci:" + sha256 + " sha256:"));
      place.shell("rm -r build");
      Files.writeString(
          lock,
          Files.readString(lock).replace("oci:" + sha256, "oci:" + other + sha256.substring(1)));
      fails("D1044", "build", "top.yaml");
      assertFalse(Files.exists(place.work.resolve("build")));
    }
  }

  @Test
  void onlyWhatTheKeysOfTheSettingsSignedIsTaken() throws Exception {
    try (Daemon registry = registry()) {
      String host = "127.0.0.1:" + registry.port;
      String web = host + "/recipes/web";
      String sha256 = succeeds("push", "web/web.yaml", web).out().strip();
      sha256 = sha256.substring(sha256.length() - 64);
      place.shell(
          "ssh-keygen -q -t ed25519 -N '' -C me -f own && ssh-keygen -q -t ed25519 -N '' -f other");
      place.write(
          "top.yaml",
          "distro: v1\nname: top\nextends:\n  - oci: {ref: '"
              + web
              + "', sha256: "
              + sha256
              + "}\n");
      String own = Files.readString(place.work.resolve("own.pub")).strip();
      Path settings = place.folder.resolve("home/.config/distroc/config.yaml");
      Files.createDirectories(settings.getParent());
      Files.writeString(
          settings, "signers: [{from: '" + host + "/recipes', keys: ['" + own + "']}]\n");

      Run unsigned = fails("D1055", "check", "top.yaml");
      assertTrue(unsigned.err().contains("--> top.yaml:4:16\n"), unsigned.err());
      assertTrue(unsigned.err().contains("is not signed"), unsigned.err());
      fails("D1055", "pull", "-o", "copy", web + ":1.2.0");
      succeeds("sign", "--key", "other", web + ":1.2.0");
      otherMachine("b");
      Run wrongly = fails("D1055", "check", "top.yaml");
      assertTrue(wrongly.err().contains("signed by none of your keys"), wrongly.err());
      fails("D1055", "pull", "-o", "copy", web + "@sha256:" + sha256);
      assertFalse(Files.exists(place.work.resolve("copy")));

      succeeds("sign", "--key", "own", web + ":1.2.0");
      succeeds("check", "top.yaml");
      succeeds("check", "--offline", "top.yaml");
      succeeds("pull", "-o", "copy", web + ":1.2.0");
      Files.writeString(settings, Files.readString(settings).replace("/recipes'", "/recipe'"));
      otherMachine("c");
      succeeds("check", "top.yaml");
      assertFalse(succeeds("versions", web).out().contains("sig"));

      fails("D6053", "sign", "--key", "own", "web/web.yaml");
      place.write("web/web.lock.yaml", "lock: v1\n");
      succeeds("sign", "--key", "own", "web/web.yaml");
      place.shell(
          "echo \"me $(cat own.pub)\" > signers && ssh-keygen -Y verify -f signers -I me -n distroc"
              + " -s web/web.lock.yaml.sig < web/web.lock.yaml");
      fails("D6053", "sign", "--key", "missing", "web/web.yaml");
    }
  }

  @Test
  void anIncompleteBaseCanBeShared() throws Exception {
    try (Daemon registry = registry()) {
      String common = "127.0.0.1:" + registry.port + "/common";
      fails("D8001", "push", "web/part/common.yaml", common);
      String out = succeeds("push", "web/part/common.yaml", common + ":1").out().strip();
      place.shell(
          "sed -i \"s#extends: .*#extends: [{oci: {ref: '"
              + common
              + "', sha256: "
              + out.substring(out.length() - 64)
              + "}}]#\" web/web.yaml");
      succeeds("build", "web/web.yaml");
    }
  }

  @Test
  void whatOthersCouldNotBuildIsNotPushed() throws IOException {
    place.shell("sed -i 's,source: {tarball.*,source: {path: ../../kernel}},' web/web.yaml");
    Run run = fails("D1056", "push", "web/web.yaml", "127.0.0.1:1/web:1");
    assertTrue(run.err().contains("--> web/web.yaml:7:25\n"), run.err());
  }

  @Test
  void addressesAreChecked() {
    for (String wrong : List.of("web", "Web/x", "host/Name:1", "host/a@sha256:12", "host/../a:1")) {
      assertEquals(2, fails("D8001", "pull", wrong).exit());
    }
    fails("D8001", "pull", "host.invalid/site");
    fails("D1043", "pull", "127.0.0.1:1/site:1");
  }

  private String lie() throws IOException {
    liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    liar.createContext(
        "/",
        exchange -> {
          byte[] answer = answers.get(exchange.getRequestURI().getPath().replaceFirst(".*/", ""));
          exchange.sendResponseHeaders(
              answer == null ? 404 : 200, answer == null ? -1 : answer.length);
          if (answer != null) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    liar.start();
    return "127.0.0.1:" + liar.getAddress().getPort() + "/lies";
  }

  /** Puts an archive into the registry; returns the digest of its manifest. */
  private String serve(byte[] archive, String layer, long size) {
    String manifest =
        """
        {"schemaVersion":2,"artifactType":"application/vnd.distroc.recipe.v1",
         "layers":[{"digest":"sha256:LAYER","size":SIZE}],
         "annotations":{"org.distroc.recipe":"web.yaml"}}
        """
            .replace("LAYER", layer)
            .replace("SIZE", "" + size);
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    answers.put("sha256:" + Sha256.of(bytes), bytes);
    answers.put("1", bytes);
    answers.put("sha256:" + layer, archive);
    return Sha256.of(bytes);
  }

  private static byte[] tar(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (TarArchiveEntry entry : entries) {
        byte[] text = "distro: v1\nname: a\n".getBytes(StandardCharsets.UTF_8);
        entry.setSize(
            entry.isFile() && !entry.isSymbolicLink() && !entry.isLink() ? text.length : 0);
        tar.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
          tar.write(text);
        }
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static TarArchiveEntry link(String name, byte kind, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    return entry;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "absolute",
        "link",
        "hard",
        "device",
        "through",
        "shorter",
        "longer",
        "other",
        "huge",
        "none"
      })
  void aRegistryThatLiesIsRefused(String how) throws IOException {
    String repository = lie();
    TarArchiveEntry recipe = new TarArchiveEntry("web.yaml");
    byte[] archive =
        switch (how) {
          case "up" -> tar(recipe, new TarArchiveEntry("../out.yaml"));
          case "absolute" -> tar(recipe, new TarArchiveEntry(folder + "/out.yaml", true));
          case "link" -> tar(link("web.yaml", (byte) '2', "/etc/passwd"));
          case "hard" -> tar(recipe, link("x", (byte) '1', "/etc/passwd"));
          case "device" -> tar(recipe, new TarArchiveEntry("null", (byte) '3'));
          case "through" ->
              tar(recipe, link("d", (byte) '2', "../.."), new TarArchiveEntry("d/out.yaml"));
          default -> tar(recipe);
        };
    long size = archive.length;
    String layer = Sha256.of(archive);
    String pin =
        switch (how) {
          case "shorter" -> serve(archive, layer, size + 512);
          case "longer" -> serve(archive, layer, size - 512);
          case "other" ->
              serve(archive, layer.replace(layer.charAt(0), 'f').replaceFirst("^.", "e"), size);
          case "huge" -> serve(archive, layer, 1L << 40);
          case "none" -> serve(archive, layer, size).replaceFirst("^.", "g");
          default -> serve(archive, layer, size);
        };
    if (how.equals("none")) {
      // What it sends under a digest has another one.
      byte[] manifest = answers.get("1");
      pin = "0".repeat(64);
      answers.put("sha256:" + pin, manifest);
    }
    place.write(
        "top.yaml",
        "distro: v1\nname: top\nextends:\n  - oci: {ref: '"
            + repository
            + "', sha256: "
            + pin
            + "}\n"
            + "kernel: {source: {debian: linux-source-6.1}}\n");
    Run run = place.run("check", "top.yaml");
    assertEquals(how.equals("longer") ? 4 : 3, run.exit(), run.all());
    assertTrue(
        run.err().contains(how.equals("longer") ? "error[D1043]" : "error[D1054]"), run.all());
    assertTrue(run.err().contains("--> top.yaml:4:16\n"), run.err());
    assertFalse(run.all().contains("\tat "), run.all());
    Run pull = place.run("pull", repository + "@sha256:" + pin);
    assertNotEquals(0, pull.exit(), pull.all());
    assertFalse(Files.exists(place.work.resolve("lies")));
    try (var found = Files.find(place.folder, 12, (path, facts) -> path.endsWith("out.yaml"))) {
      assertEquals(0, found.count());
    }
    Path bases = place.folder.resolve("home/.cache/distroc/bases");
    if (Files.exists(bases)) {
      try (var kept = Files.list(bases)) {
        assertEquals(0, kept.count(), "nothing was kept");
      }
    }
  }
}
