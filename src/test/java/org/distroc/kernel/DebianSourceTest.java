package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With an apt that is two small scripts, so that it has the packages that a test needs. */
class DebianSourceTest {
  private static final String NAME = "linux-source-9.8";

  /** Answers from the folder next to it: one file for each package, one for all names. */
  private static final String APT_CACHE =
      """
      #!/bin/sh
      echo "apt-cache $*" >>"$(dirname "$0")/calls"
      cd "$(dirname "$0")/lists" || exit 1
      for last; do :; done
      case "$*" in
        *pkgnames*) ls | grep "^$last" ;;
        *) cat "$last" || { echo "E: No packages found" >&2; exit 100; } ;;
      esac
      exit 0
      """;

  private static final String APT_GET =
      """
      #!/bin/sh
      here=$(cd "$(dirname "$0")" && pwd)
      echo "apt-get $*" >>"$here/calls"
      for last; do :; done
      case "$*" in
        *update*) mv "$here/servers"/* "$here/lists/" ;;
        *download*) [ "$last" = "linux-source-9.8=9.8.7-1" ] || exit 100
          cp "$here/package.deb" linux-source-9.8_9.8.7-1_all.deb ;;
      esac
      """;

  @TempDir Path temporary;
  private Path apt;

  @BeforeEach
  void makeApt() throws IOException {
    apt = Files.createDirectory(temporary.resolve("apt"));
    Files.createDirectory(apt.resolve("servers"));
    Files.createDirectory(apt.resolve("lists"));
    script("apt-cache", APT_CACHE);
    script("apt-get", APT_GET);
    Files.writeString(apt.resolve("lists/apt"), "Package: apt\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "gz"})
  void takesTheTarballOutOfThePackage(String how) throws IOException {
    byte[] tarball = Archives.kernel().compressed("xz");
    offer(
        new Archives()
            .folder("./usr/src/")
            .link("./usr/src/linux-source-9.8.tar.bz2", "elsewhere")
            .bytes("./usr/share/doc/linux-source-9.8/readme", new byte[] {1})
            .bytes("./usr/src/linux-source-9.8.tar.xz", tarball)
            .deb(how));
    KernelTree tree = obtain(NAME, KernelSources.Options.ONLINE);
    assertEquals("sha256:" + Archives.sha256(tarball), tree.identity());
    assertEquals("9.8.7-rc6", tree.release().toString());
    try (Stream<Path> files = Files.list(temporary.resolve("cache/distroc/downloads"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void asksAptOnceAndDownloadsOnce() throws IOException {
    offerKernel();
    KernelTree tree = obtain(NAME, KernelSources.Options.ONLINE);
    long calls = calls();
    assertEquals(tree, obtain(NAME, KernelSources.Options.ONLINE));
    assertEquals(calls, calls(), "apt was asked although nothing changed");
    Files.delete(apt.resolve("apt-get"));
    assertEquals(tree, obtain(NAME, KernelSources.Options.OFFLINE));
  }

  @Test
  void prefersTheTarballOfAnInstalledPackage() throws IOException {
    byte[] tarball = Archives.kernel().compressed("bzip2");
    Archives.write(temporary.resolve(NAME + ".tar.bz2"), tarball);
    KernelTree tree = obtain(NAME, KernelSources.Options.OFFLINE);
    assertEquals("sha256:" + Archives.sha256(tarball), tree.identity());
    assertFalse(Files.exists(apt.resolve("calls")));
  }

  @Test
  void comparesThePackageWithAptsDigest() throws IOException {
    offerKernel();
    byte[] deb = Files.readAllBytes(apt.resolve("package.deb"));
    deb[deb.length - 20]++;
    Files.write(apt.resolve("package.deb"), deb);
    Diagnostic d = failure(NAME, Code.D5023);
    assertTrue(d.reasons().get(1).contains(Archives.sha256(deb)), d.reasons().toString());
    assertFalse(Files.exists(temporary.resolve("cache/distroc/sources")));
  }

  @Test
  void suggestsPackagesThatExist() throws IOException {
    offerKernel();
    Diagnostic d = failure("linux-sorce-9.8", Code.D2000);
    assertEquals("did you mean `linux-source-9.8`?", d.remedies().get(0));
    failure("--option", Code.D2000);
    failure("../../etc/passwd", Code.D2000);
  }

  @Test
  void namesTheTargetOfAMetapackage() throws IOException {
    offer(new Archives().file("./usr/share/doc/linux-source/readme", "x").deb("xz"));
    Path entry = apt.resolve("lists/" + NAME);
    Files.writeString(
        entry, Files.readString(entry) + "Depends: linux-source-9.9 (= 9.9.1-1), xz-utils\n");
    Diagnostic d = failure(NAME, Code.D2000);
    assertTrue(d.remedies().get(0).contains("`linux-source-9.9`"), d.remedies().toString());
  }

  @Test
  void fetchesListsWhereThereAreNone() throws IOException {
    offerKernel();
    Files.move(apt.resolve("lists/" + NAME), apt.resolve("servers/" + NAME));
    Files.delete(apt.resolve("lists/apt"));
    Failure e =
        assertThrows(Failure.class, () -> obtain(NAME, new KernelSources.Options(false, false)));
    assertEquals(Code.D5021, e.diagnostics().get(0).code());
    assertEquals("9.8.7-rc6", obtain(NAME, KernelSources.Options.ONLINE).release().toString());
    assertTrue(Files.readString(apt.resolve("calls")).contains("Dir::State::Lists="));
  }

  @Test
  void saysWhenThereIsNoApt() {
    Host bare = host(temporary.resolve("none").toString());
    Failure e =
        assertThrows(
            Failure.class,
            () ->
                sources(bare)
                    .obtain(
                        new KernelSource.Debian(NAME),
                        Optional.empty(),
                        KernelSources.Options.ONLINE));
    assertEquals(Code.D5020, e.diagnostics().get(0).code());
  }

  @Test
  void quotesApt() throws IOException {
    offerKernel();
    script("apt-get", "#!/bin/sh\necho 'E: no route to host' >&2\nexit 100\n");
    Diagnostic d = failure(NAME, Code.D5026);
    assertEquals("E: no route to host", d.reasons().get(0));
  }

  @Test
  void reportsADamagedPackage() throws IOException {
    offer("!<arch>\nno archive".getBytes());
    failure(NAME, Code.D2004);
  }

  private void offerKernel() throws IOException {
    offer(
        new Archives()
            .bytes("./usr/src/linux-source-9.8.tar.xz", Archives.kernel().compressed("xz"))
            .deb("xz"));
  }

  private void offer(byte[] deb) throws IOException {
    Files.write(apt.resolve("package.deb"), deb);
    Files.writeString(
        apt.resolve("lists/" + NAME),
        "Package: linux-source-9.8\nVersion: 9.8.7-1\nDescription: a kernel\n with: a colon\nSize: "
            + deb.length
            + "\nSHA256: "
            + Archives.sha256(deb)
            + "\n");
  }

  private long calls() throws IOException {
    return Files.readString(apt.resolve("calls")).lines().count();
  }

  private Diagnostic failure(String name, Code code) {
    Failure e = assertThrows(Failure.class, () -> obtain(name, KernelSources.Options.ONLINE));
    assertEquals(code, e.diagnostics().get(0).code(), e.diagnostics().toString());
    return e.diagnostics().get(0);
  }

  private KernelTree obtain(String name, KernelSources.Options options) {
    return sources(host(apt + ":/usr/bin:/bin"))
        .obtain(new KernelSource.Debian(name), Optional.empty(), options);
  }

  private KernelSources sources(Host host) {
    return new KernelSources(host, Progress.NONE, temporary, Download.Limits.KERNEL);
  }

  private Host host(String path) {
    String cache = temporary.resolve("cache").toString();
    return new Host(Map.of("PATH", path, "XDG_CACHE_HOME", cache), temporary);
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(apt.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
