package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.junit.jupiter.api.Test;

/** Which packages a request needs. */
class ResolverTest {
  private final StringBuilder list = new StringBuilder();

  private void add(String name, String version, String... fields) {
    list.append("Package: " + name + "\nVersion: " + version + "\n")
        .append("Filename: pool/" + name + "_" + version + ".deb\nSize: 10\n")
        .append("SHA256: " + "0".repeat(64) + "\nDescription: x\n Depends: nothing\n")
        .append(String.join("\n", fields) + "\n\n");
  }

  private List<String> resolve(String... names) throws IOException {
    return resolve(true, names);
  }

  private List<String> resolve(boolean together, String... names) throws IOException {
    PackageIndex index = new PackageIndex();
    index.read(
        new ByteArrayInputStream(list.toString().getBytes(StandardCharsets.UTF_8)),
        "http://archive.example",
        "stable");
    List<Request> requests = Arrays.stream(names).map(name -> new Request(name, at(name))).toList();
    return new Resolver(index, "stable", together)
        .resolve(requests).stream().map(PackageRecord::shown).toList();
  }

  private static Span at(String name) {
    return new Span("distro.yaml", 1, 1, name.length(), name);
  }

  private Diagnostic rejected(Code code, String... names) {
    Failure failure = assertThrows(Failure.class, () -> resolve(names));
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(code, error.code());
    assertTrue(error.at().isPresent());
    return error;
  }

  @Test
  void takesDependenciesOfDependencies() throws IOException {
    add("web", "1", "Depends: ssl (>= 2), libc", "Pre-Depends: base");
    add("ssl", "2.1", "Depends: libc");
    add("libc", "3");
    add("base", "1");
    assertEquals(List.of("web 1", "base 1", "ssl 2.1", "libc 3"), resolve("web"));
  }

  @Test
  void takesTheNewestVersionOfSeveralSuites() throws IOException {
    add("tool", "1.9");
    add("tool", "1.10");
    add("tool", "1.10~rc1");
    assertEquals(List.of("tool 1.10"), resolve("tool"));
  }

  @Test
  void takesTheFirstAlternativeThatIsThere() throws IOException {
    add("pa", "1", "Depends: gone | pc | pb");
    add("pb", "1");
    add("pc", "1");
    assertEquals(List.of("pa 1", "pc 1"), resolve("pa"));
    assertEquals(List.of("pa 1", "pb 1"), resolve("pa", "pb"));
  }

  @Test
  void takesTheMostUsualProvider() throws IOException {
    add("pa", "1", "Depends: mail-server");
    add("exotic", "1", "Provides: mail-server", "Priority: optional");
    add("usual", "1", "Provides: mail-server", "Priority: important");
    assertEquals(List.of("pa 1", "usual 1"), resolve("pa"));
  }

  @Test
  void aNameProvidedWithoutVersionSatisfiesNoVersion() throws IOException {
    add("pa", "1", "Depends: api (>= 2)");
    add("old", "1", "Provides: api");
    add("new", "1", "Provides: api (= 2.5)");
    assertEquals(List.of("pa 1", "new 1"), resolve("pa"));
  }

  @Test
  void takesAnotherAlternativeWhereTheFirstLeadsIntoAConflict() throws IOException {
    add("pa", "1", "Depends: pb | pc");
    add("pb", "1", "Conflicts: pd");
    add("pc", "1");
    add("pd", "1");
    assertEquals(List.of("pa 1", "pd 1", "pc 1"), resolve("pa", "pd"));
  }

  @Test
  void takesAnotherAlternativeWhereTheFirstLacksSomething() throws IOException {
    add("pa", "1", "Depends: pb | pc");
    add("pb", "1", "Depends: gone");
    add("pc", "1");
    assertEquals(List.of("pa 1", "pc 1"), resolve("pa"));
  }

  @Test
  void aPackageMayConflictWithWhatItProvides() throws IOException {
    add("busybox-static", "1", "Provides: busybox", "Conflicts: busybox");
    assertEquals(List.of("busybox-static 1"), resolve("busybox-static"));
  }

  @Test
  void circlesEnd() throws IOException {
    add("pa", "1", "Depends: pb");
    add("pb", "1", "Depends: pa");
    assertEquals(List.of("pa 1", "pb 1"), resolve("pa"));
  }

  @Test
  void rejectsAnUnknownNameWithTheNearest() {
    add("nginx-light", "1");
    Diagnostic error = rejected(Code.D4200, "ngnix-light");
    assertEquals(List.of("did you mean `nginx-light`?"), error.remedies());
  }

  @Test
  void rejectsADependencyThatNothingSatisfies() {
    add("web", "1", "Depends: ssl");
    add("ssl", "1", "Depends: libc (>= 9)");
    add("libc", "3");
    Diagnostic error = rejected(Code.D4201, "web");
    assertEquals("`ssl 1` needs `libc (>= 9)`, which is not there", error.message());
    assertEquals(
        List.of("`ssl` for `web`", "the suites have `libc` in version 3"), error.reasons());
  }

  @Test
  void rejectsPackagesThatExcludeEachOther() throws IOException {
    add("pa", "1", "Breaks: pc (<< 2)");
    add("pb", "1", "Depends: pc");
    add("pc", "1");
    Diagnostic error = rejected(Code.D4202, "pa", "pb");
    assertEquals("`pa` and `pc` exclude each other", error.message());
    assertEquals("`pc` for `pb`", error.reasons().get(2));
    assertEquals(List.of("pa 1", "pb 1", "pc 1"), resolve(false, "pa", "pb"));
  }

  @Test
  void leavesOutEntriesThatCannotBeFetched() {
    list.append("Package: pa\nVersion: 1\nFilename: ../../etc/x.deb\nSize: 1\nSHA256: ")
        .append("0".repeat(64) + "\n\n");
    list.append("Package: pa\nVersion: 2\nFilename: pool/x.deb\nSize: 1\nSHA256: 12\n\n");
    list.append("Package: pa b\nVersion: 2\nFilename: pool/x.deb\nSize: 1\nSHA256: ")
        .append("0".repeat(64) + "\n\n");
    rejected(Code.D4200, "pa");
  }

  @Test
  void rejectsALineWithoutEnd() {
    list.append("Package: " + "pa".repeat(2 << 20));
    assertThrows(IOException.class, () -> resolve("pa"));
  }
}
