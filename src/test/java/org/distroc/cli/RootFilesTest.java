package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes with files of their own, built with the toy kernel from the command line. */
class RootFilesTest {
  private static final String ROOTFS =
      """
      rootfs:
        users: {www: {uid: 80, home: /www}}
        files:
          /bin/sh: {text: "no shell", mode: 0755}
          /etc/hostname: {text: "kiosk\\n"}
          /www/: {from: site/, owner: www}
          /etc/secret: {from: secret.txt, mode: 0600}
          /var/log/: {mode: 1777}
          /a b: {hardlink: /etc/hostname}
          /etc/resolv.conf: {link: /proc/net/pnp}
          /dev/zero: {device: char 1 5, mode: 666}
          /tmp/: null
      """;

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void files() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("site/index.html", "hello\n");
    place.write("site/sub/run", "#!/bin/sh\n").toFile().setExecutable(true, true);
    place.write("secret.txt", "secret\n");
  }

  private Run build(String recipe, String... more) throws IOException {
    place.write("toy.yaml", recipe);
    Run run = place.run(more.length == 0 ? new String[] {"build", "toy.yaml"} : more);
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  private byte[] archive() throws IOException {
    return Files.readAllBytes(place.work.resolve("build/toy/initramfs.cpio"));
  }

  /** The entries of the archive, with their modes, owners and contents. */
  private Map<String, String> entries() throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive()), "UTF-8")) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        boolean text = content.length() < 100;
        String facts = String.format("%o %d:%d ", e.getMode(), e.getUID(), e.getGID());
        entries.put("/" + e.getName(), facts + (text ? content.replace("\n", "\\n") : "…"));
      }
    }
    return entries;
  }

  @Test
  void theFilesAreInTheArchive() throws IOException {
    build(Workplace.RECIPE + ROOTFS);
    Map<String, String> entries = entries();
    assertEquals("100755 0:0 …", entries.get("/init"));
    // The content comes with the last name of a file.
    assertEquals("100644 0:0 kiosk\\n", entries.get("/a b"));
    assertEquals("40755 80:80 ", entries.get("/www"));
    assertEquals("100644 80:80 hello\\n", entries.get("/www/index.html"));
    assertEquals("100755 80:80 #!/bin/sh\\n", entries.get("/www/sub/run"));
    assertEquals("100600 0:0 secret\\n", entries.get("/etc/secret"));
    assertEquals("41777 0:0 ", entries.get("/var/log"));
    assertEquals("120777 0:0 /proc/net/pnp\0", entries.get("/etc/resolv.conf"));
    assertEquals("20666 0:0 ", entries.get("/dev/zero"));
    assertEquals(
        "100644 0:0 root:x:0:0::/root:/bin/sh\\nwww:x:80:80::/www:/bin/sh\\n",
        entries.get("/etc/passwd"));
    assertEquals("100600 0:0 root:!:::::::\\nwww:!:::::::\\n", entries.get("/etc/shadow"));
    assertFalse(entries.containsKey("/tmp"));
  }

  @Test
  void aRootMayBringItsOwnInit() throws IOException {
    String recipe =
        Workplace.RECIPE.replaceFirst("(?s)init:\n.*?(?=image:)", "")
            + "rootfs: {files: {/init: {text: \"#!/sh\\n\"}, /sh: {text: sh, mode: 755}}}\n";
    build(recipe);
    assertEquals("100755 0:0 #!/sh\\n", entries().get("/init"));
    assertFalse(Files.exists(place.work.resolve("build/toy/init")));
  }

  @Test
  void nothingIsBuiltWhenNothingChanged() throws IOException {
    build(Workplace.RECIPE + ROOTFS);
    Run again = place.run("build", "-q", "toy.yaml");
    assertEquals(0, again.exit(), again.all());
    byte[] before = archive();
    place.write("site/index.html", "changed\n");
    Run run = place.run("build", "--why", "toy.yaml");
    assertTrue(run.all().contains("site/index.html changed since the last build"), run.all());
    assertFalse(run.out().contains("init: "), run.all());
    assertEquals("100644 80:80 changed\\n", entries().get("/www/index.html"));
    place.write("site/index.html", "hello\n");
    place.run("build", "toy.yaml");
    assertArrayEquals(before, archive());
  }

  /** Modes and times of the files on this machine, and the umask, make no difference. */
  @Test
  void theBytesDoNotDependOnThisMachine() throws IOException {
    build(Workplace.RECIPE + ROOTFS);
    byte[] before = archive();
    place.shell(
        "chmod -R go-rwx site; chmod 666 site/index.html secret.txt; touch -d 2001-01-01 site/*;"
            + " chmod g+s site; rm -rf build");
    build(Workplace.RECIPE + ROOTFS);
    assertArrayEquals(before, archive());
  }

  @Test
  void aDamagedArchiveIsMadeAgain() throws IOException {
    build(Workplace.RECIPE + ROOTFS);
    byte[] before = archive();
    for (String damage :
        new String[] {
          "ln -sf /etc/passwd build/toy/rootfs.cpio; rm build/toy/rootfs.list",
          "rm build/toy/rootfs.cpio; mkfifo build/toy/rootfs.cpio"
        }) {
      place.shell(damage);
      Run run = place.run("build", "toy.yaml");
      assertEquals(0, run.exit(), damage + run.all());
      assertArrayEquals(before, archive(), damage);
    }
  }

  /** The project stands alone: make builds the same archive from what is in its folder. */
  @Test
  void theProjectBuildsTheSameWithoutDistroc() throws IOException {
    build(Workplace.RECIPE + ROOTFS);
    byte[] before = archive();
    place.shell("cd build/toy && rm initramfs.cpio init && make -s initramfs.cpio");
    assertArrayEquals(before, archive());
    place.shell("rm -rf build");
    build(Workplace.RECIPE + ROOTFS, "expand", "toy.yaml");
    place.shell("cd build/toy && make -s initramfs.cpio");
    assertArrayEquals(before, archive());
    place.shell("cd build/toy && rm rootfs.cpio && ! make -s initramfs.cpio 2>errors");
    String errors = Files.readString(place.work.resolve("build/toy/errors"));
    assertTrue(errors.contains("rootfs.cpio is missing: run distroc build"), errors);
  }

  @Test
  void theRootIsListedAndExported() throws IOException {
    place.write("toy.yaml", Workplace.RECIPE + ROOTFS);
    Run list = place.run("rootfs", "toy.yaml");
    assertEquals(0, list.exit(), list.all());
    assertTrue(
        list.out().matches("(?s).*\n-0600 +0:0 +7 +/etc/secret +toy.yaml:\\d+\n.*"), list.out());
    assertTrue(list.out().contains("/etc/resolv.conf -> /proc/net/pnp"), list.out());
    Run json = place.run("rootfs", "--json", "toy.yaml");
    assertTrue(json.out().contains("\"path\":\"/www/index.html\""), json.out());
    assertFalse(Files.exists(place.work.resolve("build")));
    Run export = place.run("rootfs", "--export", "root.tar", "toy.yaml");
    assertEquals(0, export.exit(), export.all());
    place.shell("tar --numeric-owner -tvf root.tar >list");
    String tar = Files.readString(place.work.resolve("list"));
    assertTrue(tar.matches("(?s).*-rw------- 0/0 +7 1980-01-01 00:00 ./etc/secret\n.*"), tar);
    assertTrue(tar.contains("./a b link to ./etc/hostname"), tar);
    assertTrue(tar.matches("(?s).*-rwxr-xr-x 0/0 +[1-9][0-9]* 1980-01-01 00:00 ./init\n.*"), tar);
  }
}
