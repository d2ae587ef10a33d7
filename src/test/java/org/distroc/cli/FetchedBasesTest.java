package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes that extend recipes in git repositories, with a real git. */
class FetchedBasesTest {
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
  private Path repository;
  private String commit;

  @BeforeEach
  void recipes() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell(
        "mkdir $FOLDER/packed && cp -r $FOLDER/kernel $FOLDER/packed/linux-9.8"
            + " && tar -cf linux.tar -C $FOLDER/packed linux-9.8 && sha256sum linux.tar > digest");
    repository = Files.createDirectory(place.folder.resolve("repository"));
    put("net/common.yaml", common());
    put("net/base.yaml", base(""));
    put("net/init.c", INIT);
    place.shell("git init -q -b main $FOLDER/repository");
    commit = commit();
  }

  private static String common() {
    int start = Workplace.RECIPE.indexOf("  base: tinyconfig");
    return "distro: v1\nkernel:\n"
        + Workplace.RECIPE.substring(start, Workplace.RECIPE.indexOf("init:"));
  }

  private static String base(String more) {
    return """
    distro: v1
    name: base
    extends: common.yaml
    architecture: x86_64
    init: {source: init.c, libc: none, syscalls: [write, pause]}
    image: {formats: [kernel, initramfs]}
    qemu: {display: serial}
    """
        + more;
  }

  private void put(String name, String text) throws IOException {
    Files.createDirectories(repository.resolve(name).getParent());
    Files.writeString(repository.resolve(name), text);
  }

  private String commit() throws IOException {
    place.shell(
        "cd $FOLDER/repository && git add -A . && git -c user.name=a -c user.email=a@b commit -qm x"
            + " && git rev-parse HEAD > ../commit");
    return Files.readString(place.folder.resolve("commit")).strip();
  }

  private String url() {
    return "file://" + repository;
  }

  private String top(String url, String pin, String more) throws IOException {
    String digest = Files.readString(place.work.resolve("digest")).substring(0, 64);
    return place
        .write(
            "top.yaml",
            "distro: v1\nname: top\nextends:\n  - git: {url: '"
                + url
                + "', "
                + pin
                + ", file: net/base.yaml}\n"
                + more
                + "kernel: {source: {tarball: {file: linux.tar, sha256: "
                + digest
                + "}}}\n")
        .getFileName()
        .toString();
  }

  private Run fails(String code, String... words) {
    Run run = place.run(words);
    assertTrue(run.err().contains("error[" + code + "]"), run.all());
    assertFalse(run.all().contains("\tat "), run.all());
    assertFalse(Files.exists(place.work.resolve("build")), "nothing was written");
    return run;
  }

  @Test
  void aCommitIsFetchedOnceAndBuiltOffline() throws IOException {
    top(url(), "commit: " + commit, "");
    Run first = place.run("build", "top.yaml");
    assertEquals(0, first.exit(), first.all());
    byte[] image = image();
    Path source;
    try (Stream<Path> files = Files.walk(place.work.resolve("build/top/source"))) {
      source = files.filter(file -> file.endsWith("net/init.c")).findFirst().orElseThrow();
    }
    assertEquals(INIT, Files.readString(source));
    place.shell("mv $FOLDER/repository $FOLDER/gone && rm -r build");
    Run offline = place.run("build", "--offline", "top.yaml");
    assertEquals(0, offline.exit(), offline.all());
    assertArrayEquals(image, image());
  }

  private byte[] image() throws IOException {
    return Files.readAllBytes(place.work.resolve("build/top/initramfs.cpio"));
  }

  @Test
  void placesNameTheBase() throws IOException {
    put("net/common.yaml", common().replace("PRINTK", "PRINTKK"));
    String wrong = commit();
    String name = "git:" + url() + "@" + wrong.substring(0, 12) + ":net/";
    top(url(), "commit: " + wrong, "");
    Run run = fails("D2120", "expand", "top.yaml");
    assertTrue(run.err().contains("--> " + name + "common.yaml:7:5\n"), run.err());
    assertTrue(run.err().contains(name + "base.yaml:3:10 extends " + name + "common"), run.err());
    assertTrue(run.err().contains("top.yaml:4:16 extends " + name + "base.yaml\n"), run.err());
    Run show = place.run("show", "top.yaml");
    assertTrue(show.out().contains("# from " + name + "base.yaml:7\n"), show.all());
  }

  @Test
  void aBranchIsHeldByTheLockFileUntilItIsMoved() throws IOException {
    top(url(), "ref: main", "");
    Run unpinned = fails("D1045", "check", "top.yaml");
    assertTrue(unpinned.err().contains("--> top.yaml:4:16\n"), unpinned.err());
    Run lock = place.run("lock", "top.yaml");
    assertEquals(0, lock.exit(), lock.all());
    Path file = place.work.resolve("top.lock.yaml");
    assertTrue(Files.readString(file).contains("@main:net/base.yaml\": \"git:" + commit), "pinned");

    put("net/init.c", INIT.replace("own", "new"));
    String later = commit();
    Run same = place.run("build", "top.yaml");
    assertEquals(0, same.exit(), same.all());
    assertFalse(new String(image(), StandardCharsets.ISO_8859_1).contains("new"));
    Run moved = place.run("lock", "--update", "top.yaml");
    assertEquals(0, moved.exit(), moved.all());
    assertTrue(Files.readString(file).contains("git:" + later), "moved");
    assertTrue(new String(image(), StandardCharsets.ISO_8859_1).contains("new"));
  }

  @Test
  void refusesABaseThatDiffersFromTheLockFile() throws IOException {
    top(url(), "ref: main", "");
    assertEquals(0, place.run("lock", "top.yaml").exit());
    place.shell("rm -r build && cp top.lock.yaml right");
    place.shell(
        "sed -i '/^bases/,/^kernel/s/ sha256:./ sha256:g/; s/sha256:g/sha256:0/' top.lock.yaml");
    place.shell("cmp -s right top.lock.yaml && sed -i 's/ sha256:0/ sha256:1/' top.lock.yaml || :");
    Run digest = fails("D1046", "build", "top.yaml");
    assertTrue(digest.err().contains("--> top.yaml:4:16\n"), digest.err());
    assertTrue(digest.err().contains("top.lock.yaml:"), digest.err());

    place.shell(
        "sed '/^bases/,/^kernel/s/git:"
            + commit
            + "/git:0"
            + commit.substring(1)
            + "/' right > top.lock.yaml; cmp -s right top.lock.yaml && sed -i 's/git:0/git:1/'"
            + " top.lock.yaml || :");
    Run gone = fails("D1044", "build", "top.yaml");
    assertTrue(gone.err().contains("--> top.yaml:4:16\n"), gone.err());

    place.shell("cp right top.lock.yaml");
    top(url(), "commit: " + commit, "");
    fails("D1046", "build", "top.yaml");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    top(url(), "commit: " + "0123456789".repeat(4), "");
    fails("D1044", "check", "top.yaml");
    top(url(), "ref: mian", "");
    fails("D1044", "lock", "top.yaml");
    top(url(), "commit: " + commit, "");
    place.shell("sed -i s,base.yaml,bsae.yaml, top.yaml");
    fails("D1041", "check", "top.yaml");
    place.shell("sed -i s,net/bsae.yaml,../../work/top.yaml, top.yaml");
    fails("D1040", "check", "top.yaml");
    place.shell("sed -i s,../../work/top.yaml,net/init.c, top.yaml");
    fails("D1017", "check", "top.yaml");
    place.shell("sed -i s,net/init.c,net, top.yaml");
    fails("D1042", "check", "top.yaml");
  }

  @Test
  void aServerThatIsDownOrSilentIsAnErrorAtItsLine() throws IOException {
    top("git://127.0.0.1:" + Daemon.freePort() + "/r", "commit: " + commit, "");
    Run run = fails("D1043", "check", "top.yaml");
    assertTrue(run.err().contains("--> top.yaml:4:16\n"), run.err());
    top("https://recipes.invalid/r", "commit: " + commit, "");
    Run offline = fails("D1043", "check", "--offline", "top.yaml");
    assertTrue(offline.err().contains("not on this machine"), offline.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "link /etc/shadow",
        "link ../../../../etc/shadow",
        "init /etc/shadow",
        "init ../../outside.c",
        "base ../../outside.yaml",
      })
  void whatLeadsOutIsRefused(String what) throws IOException {
    Files.writeString(place.folder.resolve("outside.yaml"), "distro: v1\n");
    String[] words = what.split(" ");
    switch (words[0]) {
      case "link" -> Files.createSymbolicLink(repository.resolve("net/x"), Path.of(words[1]));
      case "init" -> put("net/base.yaml", base("").replace("init.c", words[1]));
      default -> put("net/base.yaml", base("").replace("common.yaml", words[1]));
    }
    top(url(), "commit: " + commit(), "");
    Run run = fails(words[0].equals("link") ? "D1054" : "D1040", "check", "top.yaml");
    assertFalse(run.all().contains("root:"), run.all());
  }

  @Test
  void aLinkOutOfTheFolderOfTheBaseIsRefused() throws IOException {
    put("secret.c", INIT);
    Files.delete(repository.resolve("net/init.c"));
    Files.createSymbolicLink(repository.resolve("net/init.c"), Path.of("../secret.c"));
    top(url(), "commit: " + commit(), "");
    fails("D1040", "check", "top.yaml");
  }

  @Test
  void nothingInARepositoryRuns() throws IOException {
    put(".gitattributes", "* filter=evil\n");
    put(".gitmodules", "[submodule \"s\"]\n\tpath = s\n\turl = ext::touch " + folder + "/ran\n");
    put(".git/hooks/post-checkout", "#!/bin/sh\ntouch " + folder + "/ran\n");
    repository.resolve(".git/hooks/post-checkout").toFile().setExecutable(true);
    place.shell(
        "cd $FOLDER/repository && git update-index --add --cacheinfo 160000," + commit + ",s");
    Files.writeString(
        place.folder.resolve("home/.gitconfig"),
        "[filter \"evil\"]\n\tsmudge = touch " + folder + "/ran\n");
    place.shell(
        "cd $FOLDER/repository && git add .gitattributes .gitmodules && git -c user.name=a -c"
            + " user.email=a@b commit -qm s && git rev-parse HEAD > ../commit");
    top(url(), "commit: " + Files.readString(place.folder.resolve("commit")).strip(), "");
    Run run = place.run("check", "top.yaml");
    assertEquals(0, run.exit(), run.all());
    assertFalse(Files.exists(folder.resolve("ran")));
  }

  @Test
  void aFetchedBaseSetsNoFolderAndNoFlags() throws IOException {
    put("net/base.yaml", base("").replace("serial}", "serial, flags: [-device, virtio-rng-pci]}"));
    String flags = commit();
    top(url(), "commit: " + flags, "");
    fails("D1048", "check", "top.yaml");
    top(url(), "commit: " + flags, "    allow: [qemu.flags]\n");
    Run allowed = place.run("check", "top.yaml");
    assertEquals(0, allowed.exit(), allowed.all());
    put(
        "net/base.yaml",
        base("architectures: {x86_64: {kernel: {source: {path: /usr/src/linux}}}}\n"));
    top(url(), "commit: " + commit(), "");
    fails("D1047", "check", "top.yaml");
  }

  @Test
  void aRepositoryOfThisComputerNeedsConsent() throws IOException {
    place.set("DISTROC_TRUST", "");
    top(url(), "commit: " + commit, "");
    Run run = fails("D1049", "check", "top.yaml");
    assertTrue(run.err().contains("run `distroc trust top.yaml`"), run.err());
    Run trust = place.run("trust", "top.yaml");
    assertEquals(0, trust.exit(), trust.all());
    Run check = place.run("check", "top.yaml");
    assertEquals(0, check.exit(), check.all());
    Run revoke = place.run("trust", "--revoke", "top.yaml");
    assertEquals(0, revoke.exit(), revoke.all());
    fails("D1049", "check", "top.yaml");
    String digest = place.run("trust", "--print", "top.yaml").out().strip();
    place.set("DISTROC_TRUST", digest);
    Run build = place.run("expand", "top.yaml");
    assertEquals(0, build.exit(), build.all());
  }

  @Test
  void aBaseThatWasChangedInTheCacheIsFetchedAgain() throws IOException {
    top(url(), "commit: " + commit, "");
    assertEquals(0, place.run("check", "top.yaml").exit());
    Path tree = place.folder.resolve("home/.cache/distroc/bases/git-" + commit + "/tree");
    place.shell("chmod -R u+w " + tree + " && echo 'x: y' >> " + tree + "/net/base.yaml");
    Run again = place.run("check", "top.yaml");
    assertEquals(0, again.exit(), again.all());
    assertTrue(again.err().contains("fetching git:" + url()), again.all());
  }

  @Test
  void aBaseExtendsAnotherRepository() throws Exception {
    int port = Daemon.freePort();
    try (Daemon daemon =
        Daemon.start(
            folder.resolve("log"),
            port,
            Map.of(),
            "git",
            "daemon",
            "--reuseaddr",
            "--listen=127.0.0.1",
            "--port=" + port,
            "--export-all",
            "--base-path=" + place.folder)) {
      String served = "git://127.0.0.1:" + daemon.port + "/repository";
      put(
          "second.yaml",
          "distro: v1\nextends:\n  - git: {url: '"
              + served
              + "', commit: "
              + commit
              + ", file: net/base.yaml}\n");
      String second = commit();
      top(served, "commit: " + second, "");
      place.shell("sed -i s,net/base.yaml,second.yaml, top.yaml");
      Run run = place.run("check", "top.yaml");
      assertEquals(0, run.exit(), run.all());
      Run show = place.run("show", "--offline", "top.yaml");
      assertTrue(show.out().contains("@" + commit.substring(0, 12) + ":net/base"), show.all());
    }
  }
}
