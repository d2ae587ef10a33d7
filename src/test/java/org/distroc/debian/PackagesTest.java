package org.distroc.debian;

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
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.kernel.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a request to packages in the cache, with programs in the place of apt's. */
class PackagesTest {
  private static final List<Request> TOOL =
      List.of(new Request("tool", new Span("distro.yaml", 3, 5, 4, "    tool: {}")));

  @TempDir Path folder;
  private Path archive;
  private Path list;
  private Suites suites;
  private Host host;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    list = archive.resolve("Packages");
    Path keys = Files.writeString(folder.resolve("keys.gpg"), "keys");
    suites = Suites.of("http://host.example/a_b", "stable", List.of("main"), "any", keys + "");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String lists = "$(dirname \"$APT_CONFIG\")/lists";
    String name = "host.example_a%5fb_dists_stable_";
    script(
        bin.resolve("apt-get"),
        "echo update >>" + folder + "/calls",
        "test -f " + list + " || { echo 'E: no network' >&2; exit 100; }",
        "echo release >" + lists + "/" + name + "InRelease",
        "cat " + list + " >>" + lists + "/" + name + "InRelease",
        "cp " + list + " " + lists + "/" + name + "main_binary-any_Packages");
    script(
        bin.resolve("apt-helper"),
        "echo \"$@\" >>" + folder + "/calls; shift",
        "while [ $# -gt 0 ]; do",
        "  from=" + archive + "/${1##*/}",
        "  if [ ! -f $from ]; then echo \"E: ${1##*/} 404  Not Found\" >&2; fail=1",
        "  elif echo \"${3#SHA256:}  $from\" | sha256sum -c >/dev/null; then cp $from $2",
        "  else cp $from $2.FAILED; fail=1; fi",
        "  shift 3",
        "done",
        "exit ${fail:-0}");
    host =
        new Host(
            Map.of(
                "PATH", bin + ":/usr/bin:/bin",
                "HOME", folder.toString(),
                "DISTROC_CACHE", folder.resolve("cache").toString()),
            folder);
    publish("tool", "1", "Depends: library");
    publish("library", "2");
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void publish(String name, String version, String... fields) throws IOException {
    byte[] bytes = new Debs(name, version, fields).file("./usr/bin/" + name, version).bytes();
    Files.write(archive.resolve(name + "_" + version + ".deb"), bytes);
    String text = Files.exists(list) ? Files.readString(list) : "";
    Files.writeString(
        list,
        text
            + String.join("\n", fields)
            + (fields.length > 0 ? "\n" : "")
            + "Package: "
            + name
            + "\nVersion: "
            + version
            + "\nFilename: pool/"
            + name
            + "_"
            + version
            + ".deb\nSize: "
            + bytes.length
            + "\nSHA256: "
            + Sha256.of(bytes)
            + "\n\n");
  }

  private Packages packages(boolean offline) {
    return new Packages(host, Progress.NONE, offline);
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void resolvesFetchesAndRemembers() throws IOException {
    ResolvedPackages resolved = packages(false).resolve(suites, TOOL, List.of());
    assertEquals(
        List.of("tool 1", "library 2"), resolved.all().stream().map(PinnedDeb::shown).toList());
    assertEquals("http://host.example/a_b/pool/tool_1.deb", resolved.whole().get(0).url());
    List<StoredPackage> stored = packages(false).obtain(suites, resolved.all());
    assertEquals("/usr/bin/library", stored.get(1).tree().entries().get(0).path());
    assertEquals(2, calls().size());

    assertEquals(resolved, packages(true).known(suites, TOOL, List.of()).orElseThrow());
    assertEquals(resolved, packages(true).resolve(suites, TOOL, List.of()));
    assertEquals(2, packages(true).obtain(suites, resolved.all()).size());
    assertEquals(2, calls().size());
  }

  @Test
  void newListsChangeTheAnswer() throws IOException {
    ResolvedPackages before = packages(false).resolve(suites, TOOL, List.of());
    publish("library", "3");
    assertEquals(before, packages(false).resolve(suites, TOOL, List.of()));
    packages(false).update(suites);
    ResolvedPackages after = packages(false).resolve(suites, TOOL, List.of());
    assertEquals("library 3", after.whole().get(1).shown());
    assertFalse(before.identity().equals(after.identity()));
  }

  @Test
  void partsAreApartFromWholePackages() {
    List<Request> parts = List.of(new Request("library", TOOL.get(0).at()));
    ResolvedPackages resolved = packages(false).resolve(suites, List.of(), parts);
    assertEquals(List.of(), resolved.whole());
    assertEquals("library 2", resolved.parts().get(0).shown());
    ResolvedPackages both = packages(false).resolve(suites, TOOL, parts);
    assertEquals(List.of(), both.parts());
  }

  @Test
  void listsThatCannotBeFetchedAreAnError() throws IOException {
    Files.delete(list);
    Diagnostic error = rejected(Code.D4207, () -> packages(false).resolve(suites, TOOL, List.of()));
    assertEquals(List.of("E: no network"), error.reasons());
  }

  @Test
  void missingKeysAreAnError() throws IOException {
    Files.delete(Path.of(suites.keyring()));
    rejected(Code.D4207, () -> packages(false).resolve(suites, TOOL, List.of()));
    assertEquals(List.of(), calls());
  }

  @Test
  void anArchiveWithoutTheFileIsAnError() throws IOException {
    ResolvedPackages resolved = packages(false).resolve(suites, TOOL, List.of());
    Files.delete(archive.resolve("library_2.deb"));
    Diagnostic error = rejected(Code.D4206, () -> packages(false).obtain(suites, resolved.all()));
    assertEquals("the archive has no `library 2` any more", error.message());
    assertEquals("E: library_2.deb 404  Not Found", error.reasons().get(0));
    assertEquals(1, packages(true).obtain(suites, resolved.all().subList(0, 1)).size());
  }

  @Test
  void anotherFileOfThatNameIsAnError() throws IOException {
    ResolvedPackages resolved = packages(false).resolve(suites, TOOL, List.of());
    Files.writeString(archive.resolve("library_2.deb"), "other");
    rejected(Code.D4205, () -> packages(false).obtain(suites, resolved.all()));
  }

  @Test
  void offlineNothingIsFetched() throws IOException {
    rejected(Code.D4208, () -> packages(true).resolve(suites, TOOL, List.of()));
    ResolvedPackages resolved = packages(false).resolve(suites, TOOL, List.of());
    rejected(Code.D4208, () -> packages(true).obtain(suites, resolved.all()));
    assertEquals(List.of("update"), calls());
  }

  private static Diagnostic rejected(Code code, Runnable work) {
    Failure failure = assertThrows(Failure.class, work::run);
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(code, error.code());
    assertTrue(error.remedies().size() > 0);
    return error;
  }
}
