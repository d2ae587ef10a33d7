package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {
  @TempDir Path temporary;
  private Host host;
  private Path repository;
  private String commit;

  @BeforeEach
  void commitAKernel() throws IOException {
    Path home = Files.createDirectory(temporary.resolve("home"));
    host =
        new Host(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", home.toString(),
                "XDG_CACHE_HOME", temporary.resolve("cache").toString()),
            temporary);
    Path folder = Files.createDirectory(temporary.resolve("server"));
    byte[] kernel =
        Archives.kernel()
            .program("linux-9.8/run.sh")
            .link("linux-9.8/link", "arch/Kconfig")
            .file("linux-9.8/text", "$Id$\n$Format:%H$\n")
            .file("linux-9.8/left-out", "still here")
            .file(
                "linux-9.8/.gitattributes",
                "text ident export-subst filter=evil eol=crlf\nleft-out export-ignore\n")
            .plain();
    TarUnpacker.unpack(
        new ByteArrayInputStream(kernel), folder, TarUnpacker.Limits.KERNEL, Progress.NONE);
    repository = folder.resolve("linux-9.8");
    git("init", "--quiet");
    git("add", ".");
    commit = commitAll("first");
    Files.writeString(
        home.resolve(".gitconfig"),
        "[filter \"evil\"]\n\tsmudge = touch " + temporary.resolve("executed") + "\n");
  }

  @Test
  void fetchesOneCommitAsItsBytesAre() throws IOException {
    Files.writeString(repository.resolve("later"), "x");
    git("add", ".");
    commitAll("second");
    KernelTree tree = obtain(url(), commit);
    assertEquals("git:" + commit, tree.identity());
    assertTrue(tree.pinned());
    assertEquals("$Id$\n$Format:%H$\n", tree.read("text"));
    assertEquals("still here", tree.read("left-out"));
    assertFalse(tree.has("later"));
    assertTrue(Files.isExecutable(tree.root().resolve("run.sh")));
    assertTrue(Files.isSymbolicLink(tree.root().resolve("link")));
    assertFalse(Files.exists(temporary.resolve("executed")), "a filter ran");
    assertNoDownloads();
  }

  @Test
  void needsTheRepositoryOnce() throws IOException {
    KernelTree tree = obtain(url(), commit);
    Files.move(repository, temporary.resolve("gone"));
    assertEquals(tree.root(), obtain("https://nowhere.invalid/linux.git", commit).root());
  }

  @Test
  void neverGoesIntoSubmodules() throws IOException {
    Files.writeString(
        repository.resolve(".gitmodules"),
        "[submodule \"s\"]\n\tpath = s\n\turl = ext::touch "
            + temporary.resolve("executed")
            + "\n");
    git("add", ".");
    git("update-index", "--add", "--cacheinfo", "160000," + commit + ",s");
    KernelTree tree = obtain(url(), commitAll("with a submodule"));
    assertTrue(Files.isDirectory(tree.root().resolve("s")));
    assertFalse(Files.exists(temporary.resolve("executed")));
  }

  @Test
  void reportsAMissingCommit() throws IOException {
    failure(url(), "0123456789".repeat(4), Code.D2008);
    assertNoDownloads();
  }

  @Test
  void saysWhenItIsATagOrATree() throws IOException {
    git("-c", "user.name=a", "-c", "user.email=a@b", "tag", "-a", "-m", "tag", "v9");
    Diagnostic tag = failure(url(), git("rev-parse", "v9"), Code.D2008);
    assertTrue(tag.reasons().get(0).contains("it is a tag"), tag.reasons().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "v6.1", "0123abc", "HEAD", "--upload-pack=touch x", ""})
  void refusesWhatIsNoCommit(String name) {
    failure(url(), name, Code.D2009);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c touch% executed",
        "--upload-pack=touch executed",
        "-oProxyCommand=touch executed",
        "ssh://-oProxyCommand=touch/x",
        "https://host/a b",
        "/etc",
        "../linux",
        "fd::17",
        "https::touch",
        "file:///a\nb",
        ""
      })
  void refusesUrlsThatMayRunSomething(String url) {
    failure(url, commit, Code.D2009);
    assertFalse(Files.exists(temporary.resolve("executed")));
  }

  @Test
  void quotesGitWhenTheRepositoryDoesNotAnswer() {
    Diagnostic d = failure("file:///nowhere/linux.git", commit, Code.D5027);
    assertTrue(d.reasons().get(0).contains("nowhere"), d.reasons().toString());
  }

  @Test
  void saysWhenGitIsMissing() {
    host = new Host(Map.of("PATH", "/none", "HOME", temporary.toString()), temporary);
    failure("https://localhost/x", "1".repeat(40), Code.D5025);
  }

  private String commitAll(String message) throws IOException {
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", message);
    return git("rev-parse", "HEAD");
  }

  private String git(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(arguments));
    Outcome outcome = new ProcessRunner(host).run(Command.of(words).in(repository));
    assertTrue(outcome.succeeded(), outcome.errors());
    return outcome.output().strip();
  }

  private String url() {
    return "file://" + repository;
  }

  private KernelTree obtain(String url, String wanted) {
    return new KernelSources(host, Progress.NONE)
        .obtain(new KernelSource.Git(url, wanted), Optional.empty(), KernelSources.Options.ONLINE);
  }

  private Diagnostic failure(String url, String wanted, Code code) {
    Failure e = assertThrows(Failure.class, () -> obtain(url, wanted));
    assertEquals(code, e.diagnostics().get(0).code(), e.diagnostics().toString());
    return e.diagnostics().get(0);
  }

  private void assertNoDownloads() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("cache/distroc/downloads"))) {
      assertEquals(List.of(), files.toList());
    }
  }
}
