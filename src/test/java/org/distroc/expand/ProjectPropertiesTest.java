package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.format.catalogue.Formats;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.Plans;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.spec.FormatSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for the generated project of every recipe in {@code recipes/}, and for every recipe
 * added there. make runs for real, but compiles only the generated sources: a compiler that is not
 * installed, such as another architecture's, leaves its recipes out.
 */
class ProjectPropertiesTest {
  /** A rule of a Makefile: its targets and what they are made from. */
  private static final Pattern RULE = Pattern.compile("^([^\\s#:=.][^#:=]*):(?!=)(.*)$");

  @TempDir Path temporary;

  static List<String> recipes() throws IOException {
    return Projects.recipes();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theSameRecipeGivesTheSameProject(String name) {
    assertEquals(Projects.texts(name), Projects.texts(name));
  }

  /** Each file ends in one line break, no line ends in blanks, and no line is wide. */
  @ParameterizedTest
  @MethodSource("recipes")
  void theProjectIsTidy(String name) {
    Projects.texts(name)
        .forEach(
            (path, text) -> {
              assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"), path);
              int number = 0;
              for (String line : text.split("\n")) {
                number++;
                String place = path + ":" + number + ": " + line;
                assertTrue(line.equals(line.stripTrailing()), place);
                assertTrue(line.length() <= 110, place);
              }
              assertTrue(!text.contains("\n\n\n"), path + " has two empty lines");
            });
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void noTemplateSyntaxIsLeft(String name) {
    generated(name)
        .forEach(
            (path, text) -> {
              for (String syntax : List.of("[=", "[#", "[/#", "${", "#{", "?markup")) {
                assertTrue(!text.contains(syntax), name + "/" + path + " has " + syntax);
              }
            });
  }

  /** One line for each option, in the order of the recipe, quoted as a configuration needs it. */
  @ParameterizedTest
  @MethodSource("recipes")
  void theFragmentAsksForTheRecipesOptions(String name) {
    List<String> expected = new ArrayList<>();
    KernelPlan kernel = plan(name).kernel();
    kernel.options().stream()
        .filter(option -> kernel.features().containsKey(option.name()))
        .forEach(option -> expected.add("CONFIG_" + option.name() + "=" + option.value()));
    recipe(name)
        .kernel()
        .options()
        .forEach(
            (option, value) ->
                expected.add(
                    switch (value) {
                      case "n" -> "# CONFIG_" + option + " is not set";
                      case "y", "m" -> "CONFIG_" + option + "=" + value;
                      default ->
                          value.matches("-?[0-9]+|0x[0-9a-fA-F]+")
                              ? "CONFIG_" + option + "=" + value
                              : "CONFIG_" + option + "=\"" + value.replace("\"", "\\\"") + '"';
                    }));
    assertEquals(
        expected,
        Projects.texts(name)
            .get("kernel.fragment")
            .lines()
            .filter(line -> line.matches("CONFIG_.*|# CONFIG_\\w+ is not set"))
            .toList());
  }

  /** The recipe's own sources arrive byte for byte, and none is missing or added. */
  @ParameterizedTest
  @MethodSource("recipes")
  void sourcesAreCopied(String name) throws IOException {
    BuildPlan plan = plan(name);
    Map<String, byte[]> files = Expander.expand(plan).files();
    Set<String> expected = new TreeSet<>();
    for (InitPlan.SourceFile source : plan.init().map(InitPlan::sources).orElse(List.of())) {
      String path = "source/" + source.path();
      expected.add(path);
      assertArrayEquals(
          Files.readAllBytes(Projects.RECIPES.resolve(source.path())), files.get(path), path);
    }
    assertEquals(
        expected,
        new TreeSet<>(files.keySet().stream().filter(path -> path.startsWith("source/")).toList()));
  }

  /** A file that the Makefile does not use is either documentation or a mistake. */
  @ParameterizedTest
  @MethodSource("recipes")
  void theMakefileUsesEveryFile(String name) {
    Map<String, String> texts = Projects.texts(name);
    String makefile = texts.get("Makefile");
    for (String path : texts.keySet()) {
      String object = path.replaceFirst("\\.[cSs]$", ".o");
      assertTrue(
          Set.of("Makefile", "README.md").contains(path)
              || Pattern.compile("(?<![\\w.])" + Pattern.quote(path) + "(?!\\w)")
                  .matcher(makefile)
                  .find()
              || makefile.contains(object),
          name + ": the Makefile does not name " + path);
    }
  }

  /** make finds a rule for everything: no file is missing, no target misspelt. */
  @ParameterizedTest
  @MethodSource("recipes")
  void makeKnowsHowToBuildEverything(String name) throws IOException {
    Path folder = written(name);
    Map<String, String> rules = rules(Files.readString(folder.resolve("Makefile")));
    List<String> outputs = List.of(rules.get("all").split(" "));
    assertTrue(!outputs.isEmpty(), name);
    for (String output : outputs) {
      String commands = make(folder, "-n", "-B", output);
      assertTrue(commands.lines().count() > 1, name + ": nothing builds " + output);
      assertTrue(commands.contains(output), commands);
    }
    make(folder, "-n", "-B", "debug/vmlinux");
    String boot = make(folder, "-n", "-B", "boot").replace("\\\n", " ");
    String qemu = boot.lines().reduce((one, next) -> next).orElseThrow().strip();
    assertTrue(qemu.startsWith(plan(name).machine().qemu() + " "), qemu);
    assertTrue(qemu.contains(" -m " + (plan(name).machine().memory() >> 20)), qemu);
    assertTrue(
        outputs.stream().anyMatch(output -> List.of(qemu.split("[ ,=]+")).contains(output)),
        "make boot starts none of " + outputs + ": " + qemu);
  }

  /** make clean removes everything that the Makefile builds, and nothing else. */
  @ParameterizedTest
  @MethodSource("recipes")
  void makeCleanLeavesTheProject(String name) throws IOException {
    Path folder = written(name);
    List<String> before = files(folder);
    for (String target : rules(Files.readString(folder.resolve("Makefile"))).keySet()) {
      if (!Set.of("all", "boot", "clean", "FORCE").contains(target) && !target.contains("%")) {
        Path built = folder.resolve(target);
        Files.createDirectories(built.getParent());
        Files.writeString(built, "built");
      }
    }
    assertTrue(files(folder).size() > before.size() + 2, "" + files(folder));
    make(folder, "clean");
    assertEquals(before, files(folder));
  }

  /** The generated sources compile with the Makefile's own flags, and without a warning. */
  @Test
  void theGeneratedSourcesCompile() throws IOException {
    // The sources of an image are assembled with numbers that are known when it is made.
    FormatSettings small =
        new FormatSettings(Map.of("loader", List.of("small"), "firmware", List.of("bios", "uefi")));
    Set<String> ofImages = new TreeSet<>();
    Formats.ALL.forEach(format -> ofImages.addAll(format.sources(small)));
    Set<String> compiled = new TreeSet<>();
    for (String name : recipes()) {
      Map<String, String> texts = new TreeMap<>(generated(name));
      texts.keySet().removeAll(ofImages);
      if (!isInstalled(compiler(texts.get("Makefile")))) {
        continue;
      }
      Path folder = written(name);
      for (String path : texts.keySet()) {
        if (path.matches("[^/]+\\.[cS]")) {
          String output = make(folder, path.replaceFirst("\\.[cS]$", ".o"));
          assertTrue(!output.contains("warning:"), name + "/" + path + ": " + output);
          compiled.add(path);
        } else if (path.matches("tools/[^/]+\\.c")) {
          assertTrue(!make(folder, path.replace(".c", "")).contains("warning:"), path);
          compiled.add(path);
        }
      }
    }
    assertTrue(compiled.size() >= 4, "compiled only " + compiled);
  }

  /** Without an init there is no initramfs; with one the list has init and the console. */
  @ParameterizedTest
  @MethodSource("recipes")
  void theInitramfsHoldsInitAndTheConsole(String name) {
    Map<String, String> texts = Projects.texts(name);
    String list = texts.get("initramfs.list");
    assertEquals(recipe(name).init().isPresent(), list != null, name);
    if (list == null) {
      assertTrue(!texts.get("Makefile").contains("gen_init_cpio -t"), name);
      assertTrue(texts.keySet().stream().noneMatch(path -> path.matches(".*\\.[cS]")), name);
      return;
    }
    assertTrue(list.contains("\nfile /init rootfs/init 0755 0 0\n"), list);
    assertTrue(list.contains("\nnod /dev/console 0600 0 0 c 5 1\n"), list);
    for (MatchResult file :
        Pattern.compile("\nfile \\S+ (\\S+)").matcher(list).results().toList()) {
      String source = file.group(1);
      assertTrue(texts.get("Makefile").contains(" " + source + "\n"), "nothing makes " + source);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "none,'',",
    "gzip,.gz,gzip -n",
    "xz,.xz,xz --check=crc32",
    "zstd,.zst,zstd -q",
    "lz4,.lz4,lz4 -q -l"
  })
  void theInitramfsIsCompressedAsRequested(String compression, String suffix, String command)
      throws IOException {
    BuildPlan plan =
        Plans.of(
            temporary,
            Plans.recipe(
                "PRINTK: y\nBINFMT_ELF: y\nRD_GZIP: y\n",
                """
                init: {program: shell, libc: static}
                image:
                  formats: [kernel, initramfs]
                  initramfs: {compression: %s}
                """
                    .formatted(compression)));
    Path folder = temporary.resolve("project");
    Projects.write(plan, folder);
    String archive = "initramfs.cpio" + suffix;
    assertEquals(archive, plan.initramfsName());
    String commands = make(folder, "-n", archive);
    for (String tool : List.of("gzip -n", "xz --check", "zstd -q", "lz4 -q -l")) {
      assertEquals(command != null && command.startsWith(tool), commands.contains(tool), commands);
    }
    assertTrue(commands.contains(">" + archive) || suffix.isEmpty(), commands);
    assertTrue(rules(Files.readString(folder.resolve("Makefile"))).get("all").contains(archive));
  }

  /**
   * A file that has nothing to do with what makes two recipes different is the same in both. What a
   * file may depend on is said here; a name or a version, for example, never reaches the code.
   */
  @Test
  void equalFilesAreEqualInAllProjects() throws IOException {
    Map<String, Map<String, String>> first = new HashMap<>();
    Map<String, Set<String>> users = new TreeMap<>();
    for (String name : recipes()) {
      BuildPlan plan = plan(name);
      generated(name)
          .forEach(
              (path, text) -> {
                if (Set.of("Makefile", "README.md", "kernel.fragment").contains(path)) {
                  return;
                }
                String key = path + " with " + causes(plan);
                users.computeIfAbsent(path, any -> new TreeSet<>()).add(name);
                Map<String, String> other =
                    first.computeIfAbsent(key, any -> Map.of("name", name, "text", text));
                assertEquals(other.get("text"), text, key + ": " + other.get("name") + ", " + name);
              });
    }
    assertTrue(users.get("tools/sstrip.c").size() > 3, "" + users);
    assertTrue(users.get("memory.S").size() > 3, "" + users);
  }

  /** What a generated source depends on, of all that a recipe says. */
  private static String causes(BuildPlan plan) {
    return List.of(
            plan.architecture(),
            plan.init().map(InitPlan::libc),
            plan.init().map(InitPlan::shipped),
            plan.init().map(InitPlan::syscalls),
            plan.image(),
            plan.kernel().cmdline(),
            plan.machine().display())
        .toString();
  }

  /** A change of one key changes the files that are meant to follow from it, and no other. */
  @ParameterizedTest
  @MethodSource("recipes")
  void aChangeReachesOnlyWhatFollowsFromIt(String name) throws IOException {
    String recipe = Files.readString(Projects.RECIPES.resolve(name + ".yaml"));
    assertEquals(
        Set.of("README.md"),
        changed(name, recipe.replaceFirst("(?m)^description: .*$", "description: Quite another.")));
    assertEquals(
        Set.of("Makefile", "README.md"),
        changed(name, recipe.replaceFirst("(?m)^version: .*$", "version: 9.8.7")));
    assertEquals(
        Set.of("Makefile"), changed(name, recipe.replaceFirst("memory: \\d+M", "memory: 77M")));
    // Disks and file systems get identifiers from what the recipe says.
    assertEquals(
        name.equals("formats")
            ? Set.of("kernel.fragment", "Makefile", "iso.S")
            : Set.of("kernel.fragment"),
        changed(
            name, recipe.replaceFirst("( +)(BINFMT_ELF: y|VT: n)", "$0\n$1DEFAULT_HOSTNAME: box")));
    assertEquals(Set.of(), changed(name, recipe.replaceFirst("timeout: \\d+s", "timeout: 77s")));
  }

  private Set<String> changed(String name, String text) throws IOException {
    assertTrue(!text.equals(Files.readString(Projects.RECIPES.resolve(name + ".yaml"))), name);
    Path folder = Files.createTempDirectory(temporary, "recipes");
    try (Stream<Path> sources = Files.list(Projects.RECIPES)) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Files.copy(source, folder.resolve(source.getFileName()));
      }
    }
    Path recipe = Files.writeString(folder.resolve(name + ".yaml"), text);
    Map<String, String> before = Projects.texts(name);
    Map<String, String> after = Projects.texts(Projects.plan(recipe));
    assertEquals(before.keySet(), after.keySet());
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.removeIf(path -> before.get(path).equals(after.get(path)));
    return changed;
  }

  private static BuildPlan plan(String name) {
    return Projects.plan(Projects.RECIPES.resolve(name + ".yaml"));
  }

  private static Recipe recipe(String name) {
    return RecipeReader.read(Projects.RECIPES.resolve(name + ".yaml"), name + ".yaml");
  }

  /** The files that come from templates: all but the recipe's own sources. */
  private static Map<String, String> generated(String name) {
    Map<String, String> texts = new TreeMap<>(Projects.texts(name));
    texts.keySet().removeIf(path -> path.startsWith("source/"));
    return texts;
  }

  /** What each target of a Makefile is made from; targets of one rule get an entry each. */
  private static Map<String, String> rules(String makefile) {
    Map<String, String> rules = new TreeMap<>();
    for (String line : makefile.replace("\\\n", " ").split("\n")) {
      if (line.startsWith("-include")) {
        continue;
      }
      RULE.matcher(line)
          .results()
          .forEach(
              rule -> {
                for (String target : rule.group(1).replace("&", "").strip().split("\\s+")) {
                  if (!target.contains("$")) {
                    rules.putIfAbsent(target, rule.group(2).strip());
                  }
                }
              });
    }
    return rules;
  }

  private static String compiler(String makefile) {
    return Pattern.compile("(?m)^CROSS_COMPILE := (\\S+)")
            .matcher(makefile)
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElse("")
        + "gcc";
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private Path written(String name) throws IOException {
    Path folder = temporary.resolve(name);
    Projects.write(plan(name), folder);
    return folder;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Runs make, and gives what it printed. Makes that it would start for the kernel do nothing. */
  private String make(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("make", "--no-print-directory", "MAKE=true"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(temporary, "make", ".txt");
    Process make =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int exit = make.waitFor();
      String text = Files.readString(output);
      assertEquals(0, exit, command + ": " + text);
      return text;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
