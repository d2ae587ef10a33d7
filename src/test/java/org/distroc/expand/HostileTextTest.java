package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings of a recipe arrive unchanged or are rejected: they are never executed. */
class HostileTextTest {
  /** Strings with a special meaning for make, a shell, C, Kconfig, isolinux, Markdown or QEMU. */
  private static final List<String> PIECES =
      List.of(
          "$(shell touch evil)",
          "$(touch evil)",
          "`touch evil`",
          "${HOME}",
          "$HOME",
          "$$",
          "$",
          "'",
          "\"",
          "\\",
          "\\\\",
          "#",
          ";",
          "; touch evil ;",
          "&",
          "&& touch evil",
          "|",
          ">",
          ">evil",
          "<",
          "*",
          "?",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          "~",
          "!",
          "^",
          "%",
          "%s%n",
          "=",
          ":=",
          "+",
          "@",
          "-",
          "--",
          "/*",
          "*/",
          "//",
          " ",
          "  ",
          ",",
          ".",
          ":",
          "é",
          "漢字",
          "🐧",
          "\u00a0",
          "x",
          "endef",
          "</script>",
          "CONFIG_",
          "\\n",
          "%0a",
          "$(eval all:;touch evil)",
          "@touch evil",
          "+touch evil",
          "-touch evil",
          "$(MAKE)",
          "'\\''",
          "'$(touch evil)'");

  @TempDir Path temporary;
  private Path folder;
  private BuildPlan plain;

  @BeforeEach
  void makePlan() throws IOException {
    folder = Files.createDirectory(temporary.resolve("project"));
    plain =
        Plans.of(
            temporary, Plans.recipe("", "image: {formats: [kernel]}\nqemu: {display: serial}\n"));
  }

  /** The same strings in every run: 200 of up to a dozen pieces, and some that are special. */
  private static List<String> strings() {
    Random random = new Random(20261125);
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      strings.add(text.toString());
    }
    strings.addAll(PIECES);
    strings.add("long ".repeat(4000) + "$(touch evil)'");
    return strings;
  }

  private BuildPlan with(KernelTree tree, List<KernelPlan.Option> options, List<String> cmdline) {
    KernelPlan kernel =
        new KernelPlan(tree, Optional.of("tinyconfig"), Optional.empty(), options, cmdline);
    return with(kernel, plain.description(), List.of());
  }

  private BuildPlan with(KernelPlan kernel, String description, List<String> flags) {
    return new BuildPlan(
        plain.name(),
        plain.version(),
        description,
        plain.architecture(),
        kernel,
        plain.root(),
        plain.init(),
        plain.image(),
        plain.machine().withFlags(flags),
        plain.tests(),
        plain.locations(),
        plain.recipe());
  }

  private static String text(BuildPlan plan, String file) {
    return new String(Expander.expand(plan).files().get(file), StandardCharsets.UTF_8);
  }

  /** Runs {@code make boot} with a fake QEMU that only prints its arguments. */
  private List<String> argumentsOfQemu(BuildPlan plan) throws IOException {
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    for (String built : List.of("kernel.config", "bzImage", "System.map")) {
      Files.writeString(folder.resolve(built), "");
    }
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Path arguments = temporary.resolve("arguments");
    Path qemu =
        Files.writeString(
            bin.resolve(plan.machine().qemu()),
            "#!/bin/sh\nprintf '%s\\0' \"$@\" >'" + arguments + "'\n");
    qemu.toFile().setExecutable(true);
    ProcessBuilder make =
        new ProcessBuilder("make", "boot")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("said").toFile());
    make.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    try {
      assertEquals(0, make.start().waitFor(), Files.readString(temporary.resolve("said")));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    assertNothingRan();
    return List.of(Files.readString(arguments).split("\0"));
  }

  private void assertNothingRan() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      assertEquals(
          List.of(), files.filter(file -> file.getFileName().toString().contains("evil")).toList());
    }
  }

  @Test
  void flagsReachQemuAsTheyAre() throws IOException {
    List<String> flags = strings();
    List<String> arguments = argumentsOfQemu(with(plain.kernel(), "", flags));
    assertEquals(flags, arguments.subList(arguments.size() - flags.size(), arguments.size()));
  }

  @Test
  void theCommandLineReachesQemuUnchanged() throws IOException {
    List<String> words = new ArrayList<>(List.of("console=ttyS0"));
    for (String text : strings()) {
      String word = text.replaceAll("[^!-~]", "");
      if (!word.isEmpty() && String.join(" ", words).length() + word.length() < 2000) {
        words.add(word);
      }
    }
    assertTrue(words.size() > 30, "" + words.size());
    List<String> arguments =
        argumentsOfQemu(with(plain.kernel().tree(), plain.kernel().options(), words));
    assertEquals(String.join(" ", words), arguments.get(arguments.indexOf("-append") + 1));
  }

  /** Names of folders, URLs and files appear in comments, and cannot break out of them. */
  @Test
  void commentsEndWhereTheirLineEnds() throws IOException {
    long lines = text(plain, "Makefile").lines().count();
    int turn = 0;
    for (String text : strings()) {
      List<String> origins = List.of(text, text + "\nevil:\n\ttouch evil", "\u2028" + text + "\\");
      String origin = origins.get(turn++ % origins.size());
      KernelTree tree = Plans.toy(Plans.TOY, origin, "folder:" + origin);
      Map<String, byte[]> files =
          Expander.expand(with(tree, List.of(), plain.kernel().cmdline())).files();
      String makefile = new String(files.get("Makefile"), StandardCharsets.UTF_8);
      assertEquals(lines, makefile.lines().count(), makefile);
      String fragment = new String(files.get("kernel.fragment"), StandardCharsets.UTF_8);
      fragment.lines().forEach(line -> assertTrue(line.startsWith("#"), fragment));
    }
    KernelTree worst = Plans.toy(Plans.TOY, "$(shell touch evil)\\\n\ttouch evil \\", "x\\");
    argumentsOfQemu(with(worst, List.of(), List.of()));
  }

  /** The fragment is read back by the reader that is compared with the kernel's own. */
  @Test
  void stringsOfTheConfigurationAreReadBack() throws IOException {
    List<String> values = strings();
    List<KernelPlan.Option> options = new ArrayList<>();
    StringBuilder kconfig = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Span at = new Span("recipe.yaml", 1, 1, 0, "");
      options.add(new KernelPlan.Option("S" + i, values.get(i), SymbolType.STRING, at));
      kconfig.append("config S" + i + "\n\tstring \"s\"\n\n");
    }
    options.add(
        new KernelPlan.Option("LAST", "y", SymbolType.BOOL, new Span("recipe.yaml", 1, 1, 0, "")));
    kconfig.append("config LAST\n\tbool \"last\"\n");
    String fragment = text(with(plain.kernel().tree(), options, List.of()), "kernel.fragment");
    assertEquals(4 + values.size(), fragment.lines().count());
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    Files.writeString(tree.resolve("Kconfig"), kconfig);
    Configuration read =
        KconfigTree.load(
                tree, new KconfigEnvironment(Map.of(), (c, v) -> "", new ShellResultCache()))
            .resolve(new BaseConfig.Text("kernel.fragment", fragment), List.of());
    for (int i = 0; i < values.size(); i++) {
      String line = ConfigLine.write("S" + i, SymbolType.STRING, values.get(i));
      assertTrue(read.text().contains("\n" + line + "\n"), line);
    }
    assertTrue(read.text().contains("\nCONFIG_LAST=y\n"));
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void theBootLoaderGetsTheCommandLineOnOneLine() throws IOException {
    BuildPlan iso = Plans.of(temporary, Plans.recipe("", "image: {formats: [iso]}\n"));
    long lines = text(iso, "isolinux.cfg").lines().count();
    for (String text : strings()) {
      String word = text.replaceAll("[^!-~]", "");
      if (word.isEmpty() || word.length() > 2000) {
        continue;
      }
      KernelPlan kernel =
          new KernelPlan(
              iso.kernel().tree(),
              iso.kernel().base(),
              Optional.empty(),
              List.of(),
              List.of("first", word));
      BuildPlan plan =
          new BuildPlan(
              iso.name(),
              iso.version(),
              "",
              iso.architecture(),
              kernel,
              iso.root(),
              iso.init(),
              iso.image(),
              iso.machine(),
              iso.tests(),
              iso.locations(),
              iso.recipe());
      String config = text(plan, "isolinux.cfg");
      assertEquals(lines + 1, config.lines().count(), config);
      assertTrue(config.endsWith("\n  append first " + word + "\n"), config);
    }
  }

  @Test
  void aDescriptionIsPlainTextInMarkdown() {
    long lines = text(plain, "README.md").lines().count();
    for (String text : strings()) {
      String readme = text(with(plain.kernel(), text, List.of()), "README.md");
      assertEquals(lines + 2, readme.lines().count(), readme);
      String line = readme.lines().toList().get(2);
      assertEquals(text, line.replaceAll("\\\\([\\\\`*_{}\\[\\]()#+!|<>&~-])", "$1"));
      String markup = line.replaceAll("\\\\.", "");
      assertTrue(!markup.matches(".*[`*_\\[\\]<>#].*"), markup);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "\u001b[2J", "a\rb", "\u0085", "\u007f"})
  void controlCharactersAreRefusedEverywhere(String text) {
    KernelPlan.Option option =
        new KernelPlan.Option("A", text, SymbolType.STRING, new Span("recipe.yaml", 1, 1, 0, ""));
    KernelTree tree = plain.kernel().tree();
    for (BuildPlan plan :
        List.of(
            with(plain.kernel(), text, List.of()),
            with(plain.kernel(), "", List.of(text)),
            with(tree, List.of(option), List.of()),
            with(tree, List.of(), List.of(text)))) {
      assertThrows(IllegalArgumentException.class, () -> Expander.expand(plan));
    }
  }

  /** A user meets an error at the recipe's line before that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: \"a\\nb\"",
        "description: \"a\\0b\"",
        "qemu: {flags: [\"a\\nb\"]}",
        "qemu: {flags: [\"\\e[2J\"]}",
        "init: {source: \"a b.c\"}",
        "init: {source: \"$(touch evil).c\"}",
        "init: {source: \"a;b.c\"}",
        "init: {source: \"-o.c\"}",
        "init: {source: \"a%b.c\"}",
        "init: {source: \"a:b.c\"}",
        "init: {source: \"é.c\"}",
        "init: {source: \"../init.c\"}",
        "init: {source: [\"a.c\", \"a.S\"]}",
      })
  void theRecipeIsWrong(String keys) throws IOException {
    for (String name :
        List.of("a b.c", "$(touch evil).c", "a;b.c", "-o.c", "a%b.c", "a:b.c", "é.c")) {
      Files.writeString(temporary.resolve(name), "");
    }
    Files.writeString(temporary.resolve("a.c"), "");
    Files.writeString(temporary.resolve("a.S"), "");
    Failure failure =
        assertThrows(Failure.class, () -> Plans.of(temporary, Plans.recipe("", keys + "\n")));
    assertEquals(3, failure.exit().number());
    assertTrue(failure.diagnostics().get(0).at().isPresent(), "" + failure.diagnostics());
    Files.delete(temporary.resolve("$(touch evil).c"));
    assertNothingRan();
  }

  /** Forgetting to quote is a bug that does no harm. */
  @Test
  void whatIsNotQuotedIsRefusedByEveryTemplate() {
    for (String text :
        List.of("$(x)", "a'b", "a\"b", "a;b", "a#b", "a\\", "a\nb", "`x`", "*/ x", "é")) {
      assertThrows(
          RuntimeException.class,
          () -> new Templates().render("README.md", Map.of("name", text, "version", "1")),
          text);
    }
  }
}
