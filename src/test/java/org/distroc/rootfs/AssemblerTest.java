package org.distroc.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the sources of a root become one tree. */
class AssemblerTest {
  /** Entries that a layer brings. */
  private record Given(Layer layer, List<Entry> entries) implements Source {
    @Override
    public String key() {
      return "rootfs." + layer;
    }
  }

  private static Given given(Layer layer, String... lines) {
    return new Given(layer, List.of(lines).stream().map(line -> entry(layer, line)).toList());
  }

  /** {@code /path}, {@code /folder/}, {@code /link -> target}, {@code /name = /file}. */
  private static Entry entry(Layer layer, String line) {
    String[] words = line.split(" ");
    boolean folder = words[0].endsWith("/") && words[0].length() > 1;
    String path = folder ? words[0].substring(0, words[0].length() - 1) : words[0];
    Node node =
        words.length > 1
            ? words[1].equals("=") ? new Node.HardLink(words[2]) : new Node.Link(words[2])
            : folder ? new Node.Folder() : new Node.File(new TextContent(layer + line));
    return new Entry(path, node, folder ? 0755 : 0644, 0, 0, layer.toString());
  }

  private static Assembler.Result assembled(Source... sources) throws IOException {
    return Assembler.assemble(List.of(sources), List.of());
  }

  private static List<String> shown(Assembler.Result result) {
    return result.tree().entries().stream().map(e -> e.path() + " " + e.origin()).toList();
  }

  @Test
  void foldersAboveAreMade() throws IOException {
    assertEquals(
        List.of("/a FILES", "/a/b FILES", "/a/b/c FILES"),
        shown(assembled(given(Layer.FILES, "/a/b/c"))));
  }

  @Test
  void theRecipesFilesReplacePackages() throws IOException {
    Assembler.Result result =
        assembled(given(Layer.FILES, "/etc/a"), given(Layer.PACKAGES, "/etc/a", "/etc/b"));
    assertEquals(List.of(), result.conflicts());
    assertEquals(List.of("/etc FILES", "/etc/a FILES", "/etc/b PACKAGES"), shown(result));
  }

  @Test
  void everythingReplacesTheLayout() throws IOException {
    Assembler.Result result =
        assembled(given(Layer.LAYOUT, "/tmp/", "/run/"), given(Layer.PACKAGES, "/run -> /tmp"));
    assertEquals(List.of(), result.conflicts());
    assertEquals(List.of("/run PACKAGES", "/tmp LAYOUT"), shown(result));
  }

  @Test
  void packagesAndBusyboxDoNotReplaceEachOther() throws IOException {
    Assembler.Result result =
        assembled(given(Layer.PACKAGES, "/bin/sh"), given(Layer.BUSYBOX, "/bin/sh -> busybox"));
    assertEquals(1, result.conflicts().size());
    Conflict conflict = result.conflicts().get(0);
    assertEquals("PACKAGES", conflict.first().origin());
    assertEquals("BUSYBOX", conflict.second().origin());
  }

  @Test
  void aFileInTheWayOfAFolderIsAConflict() throws IOException {
    Assembler.Result result = assembled(given(Layer.PACKAGES, "/a"), given(Layer.FILES, "/a/b"));
    assertEquals(1, result.conflicts().size());
    assertEquals("/a", result.conflicts().get(0).first().path());
    assertEquals("/a/b", result.conflicts().get(0).second().path());
  }

  @Test
  void removedPathsTakeWhatIsBelowThemAlong() throws IOException {
    Assembler.Result result =
        Assembler.assemble(
            List.of(
                given(Layer.PACKAGES, "/usr/share/doc/a", "/usr/share/doc-base", "/usr/share/x"),
                given(Layer.FILES, "/usr/share/doc/mine")),
            List.of("/usr/share/doc", "/nowhere"));
    assertEquals(List.of("/nowhere"), result.unused());
    assertEquals(
        List.of(
            "/usr PACKAGES",
            "/usr/share PACKAGES",
            "/usr/share/doc FILES",
            "/usr/share/doc-base PACKAGES",
            "/usr/share/doc/mine FILES",
            "/usr/share/x PACKAGES"),
        shown(result));
  }

  @Test
  void entriesBelowLinksGoWhereTheKernelWouldUnpackThem() throws IOException {
    Assembler.Result result =
        assembled(
            given(
                Layer.PACKAGES, "/lib -> usr/lib", "/usr/lib/", "/usr/lib/a", "/bin -> ../usr/bin"),
            given(Layer.FILES, "/lib/b", "/lib/x/y", "/bin/z", "/usr/bin/"));
    assertEquals(List.of(), result.conflicts());
    assertEquals(
        List.of(
            "/bin",
            "/lib",
            "/usr",
            "/usr/bin",
            "/usr/bin/z",
            "/usr/lib",
            "/usr/lib/a",
            "/usr/lib/b",
            "/usr/lib/x",
            "/usr/lib/x/y"),
        result.tree().entries().stream().map(Entry::path).toList());
  }

  @Test
  void whatMeetsBelowALinkConflicts() throws IOException {
    Assembler.Result result =
        assembled(
            given(Layer.PACKAGES, "/lib -> usr/lib", "/usr/lib/", "/usr/lib/a"),
            given(Layer.PROGRAMS, "/lib/a"));
    assertEquals(1, result.conflicts().size());
  }

  @Test
  void linksInACircleAreConflicts() throws IOException {
    Assembler.Result result = assembled(given(Layer.FILES, "/a -> /b", "/b -> /a", "/a/x"));
    assertEquals(1, result.conflicts().size());
    assertEquals("/a/x", result.conflicts().get(0).second().path());
  }

  @Test
  void pathsAreResolvedAsInTheGuest() throws IOException {
    Tree tree =
        assembled(
                given(
                    Layer.FILES,
                    "/bin/busybox",
                    "/bin/sh -> busybox",
                    "/sbin/init -> ../bin/sh",
                    "/up -> ../../../bin/sh",
                    "/bin/ls = /bin/busybox",
                    "/lost -> /nowhere"))
            .tree();
    for (String path : List.of("/bin/sh", "/sbin/init", "/up", "/bin/ls")) {
      assertEquals("/bin/busybox", tree.reached(path).orElseThrow().path(), path);
    }
    assertEquals(true, tree.reached("/lost").isEmpty());
    assertEquals(true, tree.reached("/bin/busybox/x").isEmpty());
  }
}
