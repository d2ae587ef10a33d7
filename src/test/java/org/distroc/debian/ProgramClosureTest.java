package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.elf.LinkedObject;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs out of packages, with what they need. */
class ProgramClosureTest {
  @TempDir static Path sources;
  private static byte[] program;
  private static byte[] library;
  private static ElfTarget target;
  @TempDir Path folder;

  /** A program that needs libfirst.so.1, which needs libsecond.so, and a loader of its own. */
  @BeforeAll
  static void compile() throws IOException {
    Files.writeString(sources.resolve("second.c"), "int second(void) { return 2; }\n");
    Files.writeString(
        sources.resolve("first.c"), "int second(void); int first(void) { return second(); }\n");
    Files.writeString(
        sources.resolve("main.c"), "int first(void); void _start(void) { first(); }\n");
    String shared = "-shared -nostdlib -fPIC -o ";
    gcc(shared + "libsecond.so -Wl,-soname,libsecond.so second.c");
    gcc(shared + "libfirst.so -Wl,-soname,libfirst.so.1 first.c -L. -lsecond");
    gcc(
        "-nostdlib -o tool main.c -L. -lfirst -Wl,-rpath-link=. -Wl,--dynamic-linker=/lib64/ld.so.2"
            + " -Wl,-rpath,$ORIGIN/../lib/tool");
    program = Files.readAllBytes(sources.resolve("tool"));
    library = Files.readAllBytes(sources.resolve("libsecond.so"));
    target = LinkedObject.of("tool", program).target();
  }

  private static void gcc(String arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("gcc"));
    words.addAll(List.of(arguments.split(" ")));
    Outcome outcome = new ProcessRunner(Host.ofProcess()).run(Command.of(words).in(sources));
    assertTrue(outcome.succeeded(), outcome.errors());
  }

  private Debs tool() {
    return new Debs("tool", "1")
        .file("./usr/bin/tool", program, 0755, 0, 0)
        .link("./usr/bin/alias", "tool")
        .file("./usr/share/doc/tool/README", "x");
  }

  private Debs libraries() throws IOException {
    return new Debs("libs", "1")
        .file("./etc/ld.so.conf.d/x.conf", "# where\n/lib/triplet\n")
        .file(
            "./usr/lib/tool/libfirst.so.1.0",
            Files.readAllBytes(sources.resolve("libfirst.so")),
            0644,
            0,
            0)
        .link("./usr/lib/tool/libfirst.so.1", "libfirst.so.1.0")
        .file("./lib/triplet/libsecond.so", library, 0644, 0, 0)
        .file("./lib/triplet/ld-1.so", library, 0755, 0, 0)
        .link("./lib64/ld.so.2", "/lib/triplet/ld-1.so");
  }

  private List<Entry> closure(ProgramRequest request, Debs... debs) throws IOException {
    List<StoredPackage> stored = new ArrayList<>();
    for (Debs deb : debs) {
      stored.add(deb.stored(folder));
    }
    return ProgramClosure.of(List.of(request), stored, target);
  }

  private static ProgramRequest request(String file, String... also) {
    return new ProgramRequest(
        file, "tool", file, List.of(also), new Span("distro.yaml", 4, 5, 3, "    x"));
  }

  private static List<String> paths(List<Entry> entries) {
    return entries.stream().map(Entry::path).toList();
  }

  @Test
  void readsWhatAProgramNeeds() {
    LinkedObject object = LinkedObject.of("tool", program);
    assertEquals("/lib64/ld.so.2", object.interpreter().orElseThrow());
    assertEquals(List.of("libfirst.so.1"), object.needed());
    assertEquals(List.of("$ORIGIN/../lib/tool"), object.folders());
  }

  @Test
  void takesLoaderLibrariesAndTheLinksToThem() throws IOException {
    List<Entry> tree = closure(request("/usr/bin/tool"), tool(), libraries());
    assertEquals(
        List.of(
            "/usr/bin/tool",
            "/usr/lib/tool/libfirst.so.1",
            "/usr/lib/tool/libfirst.so.1.0",
            "/usr/lib/triplet/ld-1.so",
            "/usr/lib/triplet/libsecond.so",
            "/usr/lib64/ld.so.2"),
        paths(tree));
    assertEquals(new Node.Link("libfirst.so.1.0"), tree.get(1).node());
    assertEquals(0755, tree.get(0).mode());
    assertEquals("libs 1", tree.get(1).origin());
  }

  @Test
  void followsLinksToTheProgram() throws IOException {
    List<String> paths = paths(closure(request("/bin/alias"), tool(), libraries()));
    assertEquals(List.of("/usr/bin/alias", "/usr/bin/tool"), paths.subList(0, 2));
  }

  @Test
  void canPlaceAProgramElsewhereAndTakeMoreFiles() throws IOException {
    ProgramRequest request =
        new ProgramRequest(
            "/init",
            "tool",
            "/usr/bin/tool",
            List.of("/usr/share/doc"),
            new Span("distro.yaml", 4, 5, 3, "    x"));
    List<String> paths = paths(closure(request, tool(), libraries()));
    assertEquals("/init", paths.get(0));
    assertTrue(paths.contains("/usr/share/doc/tool/README"));
    assertTrue(!paths.contains("/usr/bin/tool"));
  }

  @Test
  void takesTheInterpreterOfAScript() throws IOException {
    Debs script =
        new Debs("script", "1")
            .file("./bin/go", "#!/usr/bin/tool -x\n".getBytes("US-ASCII"), 0755, 0, 0);
    List<String> paths = paths(closure(request("/bin/go"), script, tool(), libraries()));
    assertEquals(List.of("/usr/bin/go", "/usr/bin/tool"), paths.subList(0, 2));
  }

  @Test
  void rejectsAMissingLibraryWithTheWayToIt() {
    Diagnostic error = rejected(Code.D4221, request("/usr/bin/tool"), tool());
    assertTrue(error.message().contains("/lib64/ld.so.2"));
  }

  @Test
  void rejectsAnUnknownProgramWithTheNearest() {
    Diagnostic error = rejected(Code.D4220, request("/usr/bin/tol"), tool());
    assertEquals(List.of("did you mean `/usr/bin/tool`?"), error.remedies());
  }

  @Test
  void rejectsAProgramOfAnotherArchitecture() {
    byte[] other = program.clone();
    other[18] = 8;
    other[19] = 0;
    Debs deb = new Debs("tool", "1").file("./usr/bin/tool", other, 0755, 0, 0);
    rejected(Code.D4222, request("/usr/bin/tool"), deb);
  }

  @Test
  void rejectsAScriptWithoutItsInterpreter() throws IOException {
    Debs script = new Debs("tool", "1").file("./bin/go", "#!/bin/sh\n");
    rejected(Code.D4221, request("/bin/go"), script);
  }

  private Diagnostic rejected(Code code, ProgramRequest request, Debs deb) {
    Failure failure = assertThrows(Failure.class, () -> closure(request, deb));
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(code, error.code());
    assertTrue(error.at().isPresent());
    return error;
  }

  @Test
  void damagedProgramsAreRejectedWithoutATrace() {
    for (int i = 4; i < program.length; i += 37) {
      byte[] damaged = program.clone();
      damaged[i] ^= (byte) 0xff;
      try {
        LinkedObject.of("tool", damaged);
      } catch (Failure expected) {
        assertTrue(expected.diagnostics().get(0).code().name().startsWith("D300"));
      }
    }
  }
}
