package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.report.TestReportsTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped recipes as a user meets them: built with real kernels and booted in real guests. */
@Tag("guest")
class RecipesGuestTest {
  private static final Path RECIPES = Path.of("recipes").toAbsolutePath();

  @TempDir Path folder;

  /** All but the one for several architectures, which has a test of its own. */
  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.equals(EverywhereKernels.RECIPE))
          .sorted()
          .toList();
    }
  }

  @Test
  void theRecipesAreThere() throws IOException {
    List<String> names = recipes().stream().map(file -> file.getFileName().toString()).toList();
    assertTrue(names.size() >= 13, names.toString());
    assertTrue(names.containsAll(List.of("bare-kernel.yaml", "tiny.yaml")), names.toString());
  }

  /**
   * As a build server does it: all recipes, all variants, and a file of results. With an empty
   * cache, five kernels are compiled first, each for five minutes on a slow machine.
   */
  @Test
  @Timeout(value = 45, unit = TimeUnit.MINUTES)
  void allPassTheirTests() throws Exception {
    List<String> words = new ArrayList<>(List.of("test", "--junit", "out.xml"));
    recipes().forEach(recipe -> words.add(recipe.toString()));
    Run run = Run.in(folder, words.toArray(String[]::new));
    System.out.println(run.out());
    assertEquals(0, run.exit(), run.all());
    String xml = Files.readString(folder.resolve("out.xml"));
    TestReportsTest.validate(xml);
    List<String> table = run.out().lines().toList();
    assertEquals(table.size(), xml.split("<testcase ").length - 1, run.all());
    table.forEach(line -> assertTrue(line.contains(" passed "), run.all()));
    for (String variant :
        List.of(
            "serial[memory=32M,machine=q35]",
            "threads[smp=4]",
            "pid1/lives[firmware=uefi]",
            "hello[cpu=max]",
            "tiny-libc[format=kernel]")) {
      assertTrue(table.stream().anyMatch(line -> line.startsWith(variant + " ")), run.all());
    }
  }

  /** Small enough for a floppy disk. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void theWebServerIsSmall() throws IOException {
    Run run = Run.in(folder, "build", RECIPES.resolve("webserver.yaml").toString());
    assertEquals(0, run.exit(), run.all());
    Path build = folder.resolve("build/webserver");
    long size = Files.size(build.resolve("bzImage")) + Files.size(build.resolve("initramfs.cpio"));
    System.out.println("webserver: " + size + " bytes of kernel and archive");
    assertTrue(size <= 1_300_000, size + " bytes");
  }

  /** One table; all but one of the kernels are those of other recipes. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void oneRecipePassesOnEachOfItsArchitectures() {
    Run run = Run.in(folder, "test", EverywhereKernels.RECIPE.toString());
    System.out.println(run.out());
    assertEquals(0, run.exit(), run.all());
    for (String architecture : List.of("x86_64", "i386", "arm64", "riscv64")) {
      assertTrue(run.out().contains("[arch=" + architecture + "] "), run.all());
    }
  }

  /** Both have the same kernel, whose compile takes minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"serial", "nolibc"})
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void passesOnTheNewerKernelToo(String name) throws IOException {
    String text = Files.readString(RECIPES.resolve(name + ".yaml"));
    Path source = RECIPES.resolve(name + ".c");
    if (Files.exists(source)) {
      Files.copy(source, folder.resolve(name + ".c"));
    }
    Path recipe =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            text.replace("linux-source-6.1}", "linux-source-6.12}"));
    assertFalse(Files.readString(recipe).equals(text));
    Run run = Run.in(folder, "test", recipe.toString());
    assertEquals(0, run.exit(), run.all());
  }

  @Test
  void showsThePromptAndThenHasNothingToDo() {
    String recipe = RECIPES.resolve("tiny.yaml").toString();
    Run first = Run.in(folder, recipe);
    assertEquals(0, first.exit(), first.all());
    assertTrue(first.out().contains("# "), first.all());
    Run second = Run.in(folder, recipe);
    assertEquals(0, second.exit(), second.all());
    assertTrue(second.err().contains("Nothing to build"), second.all());
  }

  @Test
  void staysSmall() throws IOException {
    Run run = Run.in(folder, "build", RECIPES.resolve("tiny.yaml").toString());
    assertEquals(0, run.exit(), run.all());
    long init = Files.size(folder.resolve("build/tiny/init"));
    long iso = Files.size(folder.resolve("build/tiny/tiny.iso"));
    assertTrue(init <= 512, "init has " + init + " bytes");
    assertTrue(iso <= 1_050_000, "the image has " + iso + " bytes");
    assertTrue(run.out().contains(init + "  build/tiny/init"), run.all());
    assertTrue(run.out().contains(iso + "  build/tiny/tiny.iso"), run.all());
  }

  /** Another folder, another time, another file mode: the same image. */
  @Test
  void buildsTheSameBytesAgain() throws Exception {
    String recipe = RECIPES.resolve("tiny.yaml").toString();
    Run first = Run.in(folder, "build", recipe);
    assertEquals(0, first.exit(), first.all());
    TimeUnit.SECONDS.sleep(2); // file systems of CDs count seconds
    Run second = Run.in(folder, "build", "-o", "else/where/with a space", recipe);
    assertEquals(0, second.exit(), second.all());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("build/tiny/tiny.iso")),
        Files.readAllBytes(folder.resolve("else/where/with a space/tiny.iso")));
    ProcessRunner runner = new ProcessRunner(new Host(System.getenv(), folder));
    Outcome again =
        runner.run(
            Command.of("sh", "-c", "umask 077; rm tiny.iso initramfs.cpio; make")
                .in(folder.resolve("build/tiny"))
                .with("TZ", "Asia/Tokyo"));
    assertTrue(again.succeeded(), again.lastLines(20));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("else/where/with a space/tiny.iso")),
        Files.readAllBytes(folder.resolve("build/tiny/tiny.iso")));
  }

  /**
   * One recipe for all: from scratch, twice. The second time it is the generated project that
   * builds everything, by make alone, in other surroundings, and without Java or distroc on the
   * PATH. Two kernels from nothing take three minutes, and five times that where other work is done
   * too.
   */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void givesTheSameBytesForEveryUser() throws IOException {
    Path path = pathWithoutJava();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", path.toString());
    Host host = new Host(environment, folder);
    Outcome java =
        new ProcessRunner(host).run(Command.of("sh", "-c", "command -v java javac mvn distroc"));
    assertFalse(java.succeeded(), java.output());
    Run run = Run.of(host, "verify", RECIPES.resolve("tiny.yaml").toString());
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("tiny: identical bytes"), run.all());
    assertTrue(run.out().contains("  tiny.iso\n"), run.all());
    // And what the shared cache gives is the same again.
    Run build = Run.in(folder, "build", "-q", RECIPES.resolve("tiny.yaml").toString());
    assertEquals(0, build.exit(), build.all());
    String manifest = Files.readString(folder.resolve("build/tiny/manifest.json"));
    String digest =
        run.out().lines().filter(l -> l.endsWith("  tiny.iso")).findFirst().orElseThrow();
    assertTrue(manifest.contains(digest.substring(0, 64)), manifest + run.out());
    // Thousands of links: JUnit would warn about each.
    try (Stream<Path> links = Files.list(path)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void aLockedRecipeBuildsWithoutANetwork() throws IOException {
    Path recipe = Files.copy(RECIPES.resolve("tiny.yaml"), folder.resolve("tiny.yaml"));
    Run lock = Run.in(folder, "lock", "tiny.yaml");
    assertEquals(0, lock.exit(), lock.all());
    String text = Files.readString(folder.resolve("tiny.lock.yaml"));
    assertTrue(text.matches("(?s).*\n  package: \"linux-source-6.1\"\n  version: \"6\\.1.*"), text);
    Run build = Run.in(folder, "build", "--offline", "-o", "again", recipe.toString());
    assertEquals(0, build.exit(), build.all());
    assertFalse(build.err().contains("warning"), build.all());
  }

  /** A folder of links to everything on the PATH but Java, Maven and distroc. */
  private Path pathWithoutJava() throws IOException {
    Path path = Files.createDirectories(folder.resolve("path"));
    for (String entry : System.getenv("PATH").split(":")) {
      Path from = Path.of(entry);
      if (!Files.isDirectory(from)) {
        continue;
      }
      try (Stream<Path> tools = Files.list(from)) {
        for (Path tool : tools.toList()) {
          Path link = path.resolve(tool.getFileName());
          boolean wanted = !tool.getFileName().toString().matches("java.*|mvn.*|distroc");
          if (wanted && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, tool);
          }
        }
      }
    }
    return path;
  }

  @Test
  void anOptionThatDoesNotTakeStopsBeforeTheCompile() throws IOException {
    String text = Files.readString(RECIPES.resolve("tiny.yaml"));
    String broken = text.replaceAll("    TTY: y.*", "    SERIAL_8250_CONSOLE: y");
    int line = broken.substring(0, broken.indexOf("SERIAL_8250_CONSOLE")).split("\n").length;
    Files.writeString(folder.resolve("my.yaml"), broken);
    Run run = Run.in(folder, "build", "my.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("my.yaml:" + line + ":5"), run.all());
    assertTrue(run.err().contains("TTY"), run.all());
    assertFalse(Files.exists(folder.resolve("build/tiny/bzImage")));
  }

  @Test
  void whatAGuestDoesWrongDecidesTheExitCode() throws IOException {
    String text = Files.readString(RECIPES.resolve("serial.yaml"));
    Files.writeString(
        folder.resolve("mute.yaml"),
        text.replace("timeout: 60s", "timeout: 4s").replace("hello: cannot run", "never said"));
    Run late = Run.in(folder, "test", "mute.yaml");
    assertEquals(7, late.exit(), late.all());
    assertTrue(late.err().contains("mute.yaml:"), late.all());
    String first = "serial[memory=32M,machine=pc]";
    assertTrue(
        late.err().contains("repeat: distroc test --only '" + first + "' mute.yaml"), late.all());
    Matcher evidence = Pattern.compile("logs in (\\S+)").matcher(late.err());
    assertTrue(evidence.find(), late.all());
    assertTrue(Files.readString(Path.of(evidence.group(1), "console.txt")).contains("] # hello\n"));
    assertTrue(Files.exists(Path.of(evidence.group(1), "boot.sh")));
    Files.writeString(
        folder.resolve("panic.yaml"), text.replace("cmdline: []", "cmdline: [rdinit=/none]"));
    Run panic = Run.in(folder, "test", "panic.yaml");
    assertEquals(6, panic.exit(), panic.all());
  }
}
