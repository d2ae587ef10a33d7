package org.distroc.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.debian.PinnedDeb;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of the root in a lock file. */
class LockedPackagesTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final ResolvedPackages PACKAGES =
      new ResolvedPackages(
          List.of(deb("web", "1:2.0-1~x", DIGEST), deb("libc6", "2.36", DIGEST)),
          List.of(deb("busybox-static", "1:1.35.0-4+b1", DIGEST)));

  private static final SortedMap<String, String> SOME = new TreeMap<>(Map.of("make", DIGEST));

  @TempDir Path folder;

  private static PinnedDeb deb(String name, String version, String digest) {
    String path = "pool/main/" + name + "_" + version.replace(":", "%3a") + "_all.deb";
    return new PinnedDeb(
        name, version, "bookworm", "http://deb.example/debian", path, 4711, digest);
  }

  private static Inputs inputs(ResolvedPackages packages) {
    return new Inputs(
        "0.1",
        "v1",
        DIGEST,
        new TreeMap<>(Map.of("name", DIGEST)),
        new TreeMap<>(),
        new Inputs.Kernel("6.1.1", "sha256:" + DIGEST, Optional.empty()),
        packages);
  }

  private Path recipe() {
    return folder.resolve("web.yaml");
  }

  private Lock written() throws IOException {
    Lock.write(recipe(), new BuildRecord(inputs(PACKAGES), DIGEST, SOME, SOME));
    return Lock.nextTo(recipe(), "web.yaml").orElseThrow();
  }

  @Test
  void packagesAreReadBackInTheirOrder() throws IOException {
    assertEquals(PACKAGES, written().packages());
  }

  @Test
  void aLockWithoutPackagesHasNoSuchKey() throws IOException {
    BuildRecord none = new BuildRecord(inputs(ResolvedPackages.NONE), DIGEST, SOME, SOME);
    Lock.write(recipe(), none);
    assertTrue(!Files.readString(Lock.fileOf(recipe())).contains("packages"));
    assertEquals(ResolvedPackages.NONE, Lock.nextTo(recipe(), "web.yaml").orElseThrow().packages());
  }

  @Test
  void aChangedPackageIsAnError() throws IOException {
    ResolvedPackages other =
        new ResolvedPackages(
            List.of(deb("web", "1:2.1-1", DIGEST), deb("libc6", "2.36", DIGEST)), List.of());
    List<Diagnostic> errors = written().check(inputs(other));
    assertEquals(
        List.of(
            "`busybox-static` is in the lock file but no longer exists",
            "`web` differs from the lock file"),
        errors.stream().map(Diagnostic::message).toList());
    assertEquals(Code.D4209, errors.get(0).code());
    assertTrue(errors.get(1).at().isPresent());
    assertEquals(List.of(), written().check(inputs(PACKAGES)));
  }

  @Test
  void aPathThatLeadsElsewhereIsRejected() throws IOException {
    written();
    Path file = Lock.fileOf(recipe());
    for (String evil : List.of("../../etc/x.deb", "/x.deb", "a b.deb", "x", "pool/../x.deb")) {
      String text =
          Files.readString(file).replaceFirst("path: \"[^\"]*\"", "path: \"" + evil + "\"");
      Files.writeString(file, text);
      assertThrows(Failure.class, () -> Lock.nextTo(recipe(), "web.yaml"), evil);
    }
  }
}
