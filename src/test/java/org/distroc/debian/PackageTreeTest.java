package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several packages as one tree. */
class PackageTreeTest {
  @TempDir Path folder;

  private static PackageRequest request(String name, PackageFilter... without) {
    return new PackageRequest(
        name, Set.of(without), Set.of(), new Span("distro.yaml", 3, 5, name.length(), name));
  }

  private List<Entry> tree(List<PackageRequest> requests, Debs... debs) throws IOException {
    List<StoredPackage> stored = new java.util.ArrayList<>();
    for (Debs deb : debs) {
      stored.add(deb.stored(folder));
    }
    return PackageTree.of(stored, requests);
  }

  private static List<String> paths(List<Entry> entries) {
    return entries.stream().map(Entry::path).toList();
  }

  @Test
  void movesProgramsAndLibrariesBelowUsr() throws IOException {
    List<Entry> tree =
        tree(
            List.of(request("tool")),
            new Debs("tool", "1")
                .folder("./bin")
                .file("./bin/tool", "x")
                .link("./lib64/ld.so.2", "/lib/ld.so")
                .folder("./usr/lib")
                .file("./usr/lib/libtool.so", "x")
                .file("./etc/tool", "x"));
    assertEquals(
        List.of(
            "/bin",
            "/etc/tool",
            "/lib",
            "/lib64",
            "/usr/bin/tool",
            "/usr/lib",
            "/usr/lib/libtool.so",
            "/usr/lib64/ld.so.2"),
        paths(tree));
    assertEquals(new Node.Link("usr/bin"), tree.get(0).node());
    assertEquals("tool 1", tree.get(1).origin());
  }

  @Test
  void rejectsTwoPackagesWithTheSameFile() {
    Debs one = new Debs("one", "1").file("./bin/tool", "x");
    Debs two = new Debs("two", "1").file("./usr/bin/tool", "x");
    Failure failure =
        assertThrows(Failure.class, () -> tree(List.of(request("one"), request("two")), one, two));
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(Code.D4203, error.code());
    assertEquals("packages `one` and `two` both have `/usr/bin/tool`", error.message());
    assertTrue(error.at().isPresent());
  }

  @Test
  void aPackageMayReplaceFilesOfAnother() throws IOException {
    Debs one = new Debs("one", "1").file("./etc/x", "one");
    Debs two = new Debs("two", "1", "Replaces: one (<< 2)").file("./etc/x", "two");
    List<Entry> tree = tree(List.of(request("one"), request("two")), one, two);
    assertEquals("two 1", tree.get(0).origin());
  }

  @Test
  void foldersAreShared() throws IOException {
    Debs one = new Debs("one", "1").folder("./etc").file("./etc/x", "one");
    Debs two = new Debs("two", "1").folder("./etc").file("./etc/y", "two");
    assertEquals(
        List.of("/etc", "/etc/x", "/etc/y"),
        paths(tree(List.of(request("one"), request("two")), one, two)));
  }

  @Test
  void leavesOutWhatTheRecipeDoesWithout() throws IOException {
    Debs one =
        new Debs("one", "1")
            .folder("./usr/share/doc")
            .file("./usr/share/doc/one/copyright", "x")
            .file("./usr/share/man/man1/one.1", "x")
            .file("./usr/share/locale/de/one.mo", "x")
            .file("./usr/include/one.h", "x")
            .file("./usr/lib/libone.a", "x")
            .file("./usr/lib/gconv/UTF.so", "x")
            .file("./usr/bin/doc", "x");
    assertEquals(
        List.of("/bin", "/usr/bin/doc"),
        paths(tree(List.of(request("one", PackageFilter.values())), one)).stream()
            .filter(path -> !path.startsWith("/lib"))
            .toList());
  }

  @Test
  void whatPackagesBringLeavesOutWhatAllOfThemDo() throws IOException {
    Debs one = new Debs("one", "1").file("./usr/share/man/one", "x");
    Debs library = new Debs("library", "1").file("./usr/share/man/library", "x");
    List<PackageRequest> requests =
        Arrays.asList(request("one", PackageFilter.MAN), request("two"));
    assertEquals(List.of("/usr/share/man/library"), paths(tree(requests, one, library)));
    assertEquals(List.of(), paths(tree(List.of(request("one", PackageFilter.MAN)), one, library)));
  }
}
