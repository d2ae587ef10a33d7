package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.DriveBus;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;
import org.distroc.spec.Network;
import org.distroc.spec.TestStep;
import org.distroc.spec.TestStep.Measure;
import org.distroc.spec.TextPattern;
import org.distroc.spec.Variants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  @TempDir Path folder;

  @Test
  void fillsInDefaults() {
    Recipe recipe = Recipes.read(folder, Recipes.LEAST);

    assertEquals("tiny", recipe.name());
    assertEquals("0.1.0", recipe.version());
    assertEquals(Optional.empty(), recipe.description());
    assertEquals("x86_64", recipe.architecture());
    assertEquals(
        new Recipe.Kernel(
            new KernelSource.Debian("linux-source-6.1"),
            new KernelBase.Target("tinyconfig"),
            List.of(),
            List.of(),
            Map.of(),
            List.of()),
        recipe.kernel());
    assertEquals(Optional.empty(), recipe.init());
    assertEquals(new Recipe.Image(List.of("iso"), Compression.NONE), recipe.image());
    assertEquals(
        new Recipe.Qemu(
            64L << 20,
            Display.VGA,
            Optional.empty(),
            Optional.empty(),
            1,
            Acceleration.AUTO,
            Network.NONE,
            Firmware.BIOS,
            List.of(),
            new Variants(Map.of(), List.of()),
            DriveBus.AUTO,
            Map.of()),
        recipe.qemu());
    assertEquals(Map.of(), recipe.tests());
    assertEquals(folder.resolve("distro.yaml"), recipe.file());
    assertEquals(folder, recipe.folder());
  }

  @Test
  void readsEveryKey() {
    Recipe recipe = Recipes.read(folder, Recipes.RICH);

    assertEquals("1.2.3-rc.1", recipe.version());
    assertEquals(Optional.of("Much of what a recipe can say: é, 漢字."), recipe.description());
    assertEquals(
        new KernelSource.TarballUrl(
            "https://example.org/linux-6.12.tar.xz",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        recipe.kernel().source());
    assertEquals(new KernelBase.Target("allnoconfig"), recipe.kernel().base());
    assertEquals(
        List.of("console=ttyS0", "dyndbg=\"file a.c +p\"", "quiet"), recipe.kernel().cmdline());
    assertEquals(
        Optional.of(
            new Recipe.Init(
                new InitProgram.Shipped("hello"), Libc.NONE, List.of("write", "_exit"), List.of())),
        recipe.init());
    assertEquals(
        new Recipe.Image(List.of("kernel", "initramfs"), Compression.ZSTD), recipe.image());
    assertEquals(
        new Recipe.Qemu(
            2L << 30,
            Display.SERIAL,
            Optional.of("qemu64,+sse4.2"),
            Optional.of("q35"),
            2,
            Acceleration.TCG,
            Network.E1000,
            Firmware.UEFI,
            List.of("-device", "virtio-rng-pci"),
            new Variants(
                Map.of("memory", List.of("1G", "2G"), "smp", List.of("1", "2")),
                List.of(Map.of("memory", "1024M", "smp", "2"))),
            DriveBus.AUTO,
            Map.of()),
        recipe.qemu());
    assertEquals(
        Map.of(
            "",
            new BootTest(
                Duration.ofMillis(1500),
                List.of(
                    TestStep.of(new Action.Expect(TextPattern.plain("# "))),
                    new TestStep(
                        new Action.Expect(new TextPattern("up (?<time>[0-9]+)", true)),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(new Measure("up", Optional.of(Duration.ofSeconds(3)))),
                        Optional.empty()),
                    TestStep.of(new Action.Send("ls\n")),
                    TestStep.of(
                        new Action.Port(7, Optional.of("${time}\n"), TextPattern.plain("hello")))),
                List.of(
                    new BootTest.Forbidden(TextPattern.plain("BUG:"), Optional.empty()),
                    new BootTest.Forbidden(new TextPattern("WARN.*", true), Optional.empty())),
                new ExpectedOutcome.Panic("Attempted to kill init", Optional.empty()))),
        Map.of("", withoutPlaces(recipe.tests().get(""))));
  }

  private static BootTest withoutPlaces(BootTest test) {
    ExpectedOutcome.Panic panic = (ExpectedOutcome.Panic) test.outcome();
    return new BootTest(
        test.timeout(),
        test.steps().stream()
            .map(s -> new TestStep(s.action(), s.within(), s.measure(), Optional.empty()))
            .toList(),
        test.forbid().stream()
            .map(f -> new BootTest.Forbidden(f.what(), Optional.empty()))
            .toList(),
        new ExpectedOutcome.Panic(panic.text(), Optional.empty()));
  }

  @Test
  void knowsWhereTestsAreWritten() {
    BootTest test =
        Recipes.read(
                folder,
                Recipes.LEAST
                    + """
                    tests:
                      one:
                        steps:
                          - expect: "# "
                          - {send: "ls\\n"}
                        forbid: [bad]
                        outcome: {exit: 3}
                      two: {outcome: reboot}
                    """)
            .tests()
            .get("one");
    assertEquals("- expect: \"# \"", shown(test.steps().get(0).span()));
    assertEquals("{send: \"ls\\n\"}", shown(test.steps().get(1).span()));
    assertEquals("bad", shown(test.forbid().get(0).span()));
    assertEquals("3", shown(test.outcome().span()));
  }

  @Test
  void textForbiddenByDefaultIsNotInRecipes() {
    BootTest test =
        Recipes.read(folder, Recipes.LEAST + "test: {outcome: reboot}\n").tests().get("");
    assertEquals(3, test.forbid().size());
    test.forbid().forEach(each -> assertEquals(Optional.empty(), each.span()));
    assertEquals("reboot", shown(test.outcome().span()));
  }

  /** The text that a place covers. */
  private static String shown(Optional<Span> at) {
    Span span = at.orElseThrow();
    return span.text().substring(span.column() - 1, span.column() - 1 + span.width());
  }

  @Test
  void readsNamedTestsInTheirOrder() {
    Recipe recipe =
        Recipes.read(
            folder,
            Recipes.LEAST
                + """
                tests:
                  second: {outcome: reboot}
                  first:
                    steps:
                      - expect_screen: "login:"
                      - send: {keys: [ctrl-alt-f2, 1, enter]}
                      - screenshot: menu
                        measure: menu
                    forbid: []
                    outcome: {exit: 3}
                """);
    assertEquals(List.of("second", "first"), List.copyOf(recipe.tests().keySet()));
    BootTest second = recipe.tests().get("second");
    assertEquals(new ExpectedOutcome.Reboot(second.outcome().span()), second.outcome());
    assertEquals(
        List.of("BUG:", "Oops", "Call Trace"),
        second.forbid().stream().map(f -> f.what().text()).toList());
    BootTest first = recipe.tests().get("first");
    assertEquals(new ExpectedOutcome.Exit(3, first.outcome().span()), first.outcome());
    assertEquals(List.of(), first.forbid());
    assertEquals(
        List.of(
            new Action.ExpectScreen(TextPattern.plain("login:")),
            new Action.Press(List.of(List.of("ctrl", "alt", "f2"), List.of("1"), List.of("ret"))),
            new Action.Screenshot("menu")),
        first.steps().stream().map(TestStep::action).toList());
    assertEquals(
        Optional.of(new Measure("menu", Optional.empty())), first.steps().get(2).measure());
  }

  @Test
  void keepsSpellingAndOrderOfOptions() {
    Map<String, String> options = Recipes.read(folder, Recipes.RICH).kernel().options();

    assertEquals(
        "{64BIT=y, MODULES=n, EXT4_FS=m, NR_CPUS=007, HZ=6.10, PHYSICAL_START=0x1000000,"
            + " LOCALVERSION=-rich #1, DEFAULT_HOSTNAME=y}",
        options.toString());
    assertThrows(UnsupportedOperationException.class, () -> options.put("A", "y"));
  }

  @Test
  void knowsWhereValuesStand() {
    SourceLocations places = Recipes.read(folder, Recipes.RICH).locations();

    Span value = places.span("/kernel/options/PHYSICAL_START").orElseThrow();
    assertEquals("distro.yaml:20:21", value.place());
    assertEquals(9, value.width());
    assertEquals("    PHYSICAL_START: 0x1000000", value.text().substring(0, 29));
    assertEquals(
        "distro.yaml:20:5", places.keySpan("/kernel/options/PHYSICAL_START").get().place());
    assertEquals("distro.yaml:23:28", places.span("/kernel/cmdline/1").get().place());
    assertEquals("distro.yaml:53:5", places.span("/test/steps/1").get().place());
    // A block of several lines is shown by its key.
    assertEquals("distro.yaml:8:1", places.span("/kernel").get().place());
    assertEquals(Optional.empty(), places.span("/kernel/options/NET"));
    assertEquals(Optional.empty(), places.span("/test/steps/7"));
    assertEquals(Optional.empty(), places.span("/test/steps/-1"));
    assertEquals(Optional.empty(), places.span("nonsense"));
    assertEquals("distro.yaml:14:3", places.nearest("/kernel/options/NET").place());
  }

  @Test
  void countsColumnsInCodePoints() {
    String text = Recipes.LEAST + "description: \"🐧🐧\"\nversion: \"🐧\"\n";
    assertEquals(List.of("D1023 6:10 `version` cannot be `🐧`"), Recipes.messages(folder, text));
    assertEquals(3, Recipes.mistakes(Recipes.write(folder, text)).get(0).at().get().width());
  }

  @Test
  void readsOneSourceOrMany() throws Exception {
    Files.writeString(folder.resolve("a.c"), "");
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("src/b.S"), "");
    String one = Recipes.LEAST + "init: {source: a.c, libc: static}\n";
    String two = Recipes.LEAST + "init: {source: [a.c, src/b.S]}\n";

    assertEquals(
        new InitProgram.Sources(List.of(folder.resolve("a.c"))),
        Recipes.read(folder, one).init().orElseThrow().program());
    assertEquals(
        new InitProgram.Sources(List.of(folder.resolve("a.c"), folder.resolve("src/b.S"))),
        Recipes.read(folder, two).init().orElseThrow().program());
    assertEquals(Libc.STATIC, Recipes.read(folder, one).init().orElseThrow().libc());
  }

  @Test
  void readsEveryKindOfKernelSource() throws Exception {
    Path tar = Files.writeString(folder.resolve("linux.tar"), "");
    Path tree = Files.createDirectories(folder.resolve("linux"));
    Path config = Files.writeString(folder.resolve("my.config"), "");
    String digest = "a".repeat(64);
    assertEquals(
        new KernelSource.TarballFile(tar, digest),
        source("{tarball: {file: linux.tar, sha256: " + digest + "}}"));
    assertEquals(new KernelSource.Folder(tree), source("{path: linux}"));
    assertEquals(new KernelSource.Folder(tree), source("{path: " + tree + "}"));
    assertEquals(
        new KernelSource.Git("https://example.org/linux.git", "b".repeat(40)),
        source("{git: {url: https://example.org/linux.git, commit: " + "b".repeat(40) + "}}"));
    assertEquals(
        new KernelBase.ConfigFile(config),
        Recipes.read(folder, Recipes.LEAST + "  base: {file: my.config}\n").kernel().base());
  }

  private KernelSource source(String text) {
    String recipe = Recipes.LEAST.replace("{debian: linux-source-6.1}", text);
    return Recipes.read(folder, recipe).kernel().source();
  }

  @Test
  void findsRecipesRelativeToThemselves() {
    Path file = Recipes.write(folder, Recipes.LEAST);
    Path relative = Path.of("").toAbsolutePath().relativize(file);

    Recipe recipe = RecipeReader.read(relative, relative.toString());

    assertTrue(recipe.file().isAbsolute());
    assertEquals(folder, recipe.folder());
    assertInstanceOf(KernelSource.Debian.class, recipe.kernel().source());
  }

  @Test
  void givesWarningsWithoutFailing() {
    List<org.distroc.diag.Diagnostic> warnings = new ArrayList<>();
    Path file = Recipes.write(folder, Recipes.LEAST + "test: {}\n");

    RecipeReader.read(file, "distro.yaml", warnings);

    assertEquals(1, warnings.size());
    assertEquals(org.distroc.diag.Code.D1052, warnings.get(0).code());
  }

  @Test
  void readsTheSameWithWindowsLineEndsAndByteOrderMark() {
    String windows = "\uFEFF" + Recipes.RICH.replace("\n", "\r\n");
    Recipe recipe = Recipes.read(folder, windows);

    assertEquals("rich", recipe.name());
    assertEquals(
        "distro.yaml:20:21",
        recipe.locations().span("/kernel/options/PHYSICAL_START").get().place());
    assertEquals(
        List.of("D1010 5:1 unknown key `qemuu`"),
        Recipes.messages(folder, (Recipes.LEAST + "qemuu: {}\n").replace("\n", "\r\n")));
    assertEquals(
        List.of("D1010 5:1 unknown key `qemuu`"),
        Recipes.messages(folder, (Recipes.LEAST + "qemuu: {}\n").replace("\n", "\r")));
  }
}
