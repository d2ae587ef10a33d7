package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an archive of two small scripts, in which a package has several versions. */
class PinnedDebianTest {
  private static final String NAME = "linux-source-9.8";

  private static final String APT_CACHE =
      """
      #!/bin/sh
      echo "apt-cache $*" >>"$(dirname "$0")/calls"
      cd "$(dirname "$0")/lists" || exit 1
      for last; do :; done
      case "$* $last" in
        *pkgnames*) echo "$last" ;;
        *" linux-source-9.8="*) cat "$last" || exit 100 ;;
        *--no-all-versions*) cat "$(ls | sort -r | head -n 1)" ;;
        *) cat $(ls | sort -r) ;;
      esac
      """;

  private static final String APT_GET =
      """
      #!/bin/sh
      here=$(cd "$(dirname "$0")" && pwd)
      echo "apt-get $*" >>"$here/calls"
      for last; do :; done
      cp "$here/$last.deb" .
      """;

  @TempDir Path temporary;
  private Path apt;
  private byte[] older;
  private byte[] newer;

  @BeforeEach
  void offerTwoVersions() throws IOException {
    apt = Files.createDirectories(temporary.resolve("apt/lists")).getParent();
    script("apt-cache", APT_CACHE);
    script("apt-get", APT_GET);
    older = Archives.kernel().compressed("xz");
    newer = Archives.kernel().file("linux-9.8/NEWS", "more").compressed("xz");
    offer("9.8.7-1", older);
    offer("9.8.7-2", newer);
  }

  @Test
  void takesThePinnedVersionThoughThereIsANewerOne() throws IOException {
    KernelTree tree = obtain(pin("9.8.7-1", older), KernelSources.Options.ONLINE);
    assertEquals("sha256:" + Archives.sha256(older), tree.identity());
    KernelTree newest = obtain(new KernelSource.Debian(NAME), KernelSources.Options.ONLINE);
    assertEquals("sha256:" + Archives.sha256(newer), newest.identity());
    Files.delete(apt.resolve("apt-get"));
    assertEquals(tree, obtain(pin("9.8.7-1", older), KernelSources.Options.OFFLINE));
    assertEquals(Optional.of(tree), sources().known(pin("9.8.7-1", older)));
  }

  @Test
  void ignoresAnInstalledTarballOfAnotherVersion() throws IOException {
    Archives.write(temporary.resolve(NAME + ".tar.xz"), newer);
    KernelTree tree = obtain(pin("9.8.7-1", older), KernelSources.Options.ONLINE);
    assertEquals("sha256:" + Archives.sha256(older), tree.identity());
    assertEquals(
        "sha256:" + Archives.sha256(newer),
        obtain(pin("9.8.7-2", newer), KernelSources.Options.OFFLINE).identity());
  }

  @Test
  void reportsAVersionThatTheArchiveNoLongerHas() throws IOException {
    Files.delete(apt.resolve("lists/" + NAME + "=9.8.7-1"));
    Diagnostic d = failure(pin("9.8.7-1", older), KernelSources.Options.ONLINE, Code.D1086);
    assertTrue(d.reasons().contains("apt has 9.8.7-2"), d.reasons().toString());
    assertTrue(d.remedies().get(0).contains("snapshot.debian.org"), d.remedies().toString());
    failure(pin("9.8.7-1", older), KernelSources.Options.OFFLINE, Code.D5022);
  }

  @Test
  void rejectsAPackageWithAnotherTarball() throws IOException {
    offer("9.8.7-1", Archives.kernel().file("linux-9.8/evil", "x").compressed("xz"));
    failure(pin("9.8.7-1", older), KernelSources.Options.ONLINE, Code.D2001);
  }

  @Test
  void knowsWhichVersionATreeIs() throws IOException {
    KernelSource.Debian any = new KernelSource.Debian(NAME);
    KernelTree tree = obtain(any, KernelSources.Options.ONLINE);
    Files.delete(apt.resolve("calls"));
    assertEquals(Optional.of("9.8.7-2"), sources().version(any, tree));
    assertFalse(Files.exists(apt.resolve("calls")), "it was noted when it was unpacked");
    Path note =
        temporary
            .resolve("cache/distroc/packages")
            .resolve("version-of-sha256-" + Archives.sha256(newer));
    Files.delete(note);
    assertEquals(Optional.of("9.8.7-2"), sources().version(any, tree), "asked of apt");
    assertTrue(Files.exists(note));
  }

  private static KernelSource.Debian pin(String version, byte[] tarball) {
    return new KernelSource.Debian(
        NAME, Optional.of(new KernelSource.Pin(version, Archives.sha256(tarball))));
  }

  private void offer(String version, byte[] tarball) throws IOException {
    byte[] deb = new Archives().bytes("./usr/src/" + NAME + ".tar.xz", tarball).deb("xz");
    Files.write(apt.resolve(NAME + "=" + version + ".deb"), deb);
    Files.write(
        apt.resolve("lists/" + NAME + "=" + version),
        List.of(
            "Package: " + NAME,
            "Version: " + version,
            "Size: " + deb.length,
            "SHA256: " + Archives.sha256(deb),
            ""));
  }

  private Diagnostic failure(KernelSource.Debian source, KernelSources.Options options, Code code) {
    Failure e = assertThrows(Failure.class, () -> obtain(source, options));
    assertEquals(code, e.diagnostics().get(0).code(), e.diagnostics().toString());
    return e.diagnostics().get(0);
  }

  private KernelTree obtain(KernelSource.Debian source, KernelSources.Options options) {
    return sources().obtain(source, Optional.empty(), options);
  }

  private KernelSources sources() {
    String cache = temporary.resolve("cache").toString();
    Host host =
        new Host(Map.of("PATH", apt + ":/usr/bin:/bin", "XDG_CACHE_HOME", cache), temporary);
    return new KernelSources(host, Progress.NONE, temporary, Download.Limits.KERNEL);
  }

  private void script(String name, String text) throws IOException {
    Files.writeString(apt.resolve(name), text).toFile().setExecutable(true);
  }
}
