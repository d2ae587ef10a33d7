package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.cli.terminal.Streams;
import org.distroc.diag.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The command line, run whole inside this process. */
class DistrocTest {
  private static final String ESCAPE = "\033";

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void makePlace() throws IOException {
    place = new Workplace(temporary);
  }

  @Test
  void theHelpHasTheExitCodesAndAnExample() {
    Run run = place.run("--help");
    assertEquals(0, run.exit());
    assertTrue(run.out().contains("Example: distroc recipes/tiny.yaml"), run.out());
    assertTrue(run.out().contains("3 error in the recipe, 4 missing host"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "init.libc, The C library that the program is linked with.",
    "test.steps[].expect, text",
    "test.steps.expect, text",
    "cache.keep, The size limit of the cache.",
  })
  void aKeyIsExplained(String key, String text) {
    Run run = place.run("explain", key);
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().startsWith("## `"), run.all());
    assertTrue(run.out().contains(text), run.all());
    assertFalse(run.out().indexOf("\n## ") > 0, "one key only: " + run.all());
  }

  @Test
  void theCodesAreListed() {
    Run run = place.run("explain", "--list");
    assertEquals(Code.values().length, run.out().lines().count());
    assertTrue(run.out().contains("D1001  no such recipe\n"), run.all());
  }

  @Test
  void helpAndVersionAreWordsToo() throws IOException {
    assertEquals(place.run("--help"), place.run("help"));
    assertEquals(place.run("build", "--help"), place.run("help", "build"));
    assertEquals(place.run("cache", "prune", "--help"), place.run("help", "cache", "prune"));
    assertEquals(place.run("--version"), place.run("version"));
    assertEquals(place.run("--version"), place.run("-V"));
    place.write("help", "no recipe");
    assertEquals(3, place.run("help").exit(), "a file of that name is a recipe");
  }

  @Test
  void theVersionIsOneLine() {
    Run run = place.run("--version");
    assertEquals(0, run.exit());
    assertEquals(1, run.out().lines().count(), run.out());
    assertTrue(run.out().matches("distroc \\S+\n"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|no recipe given|distroc RECIPE",
        "chekc x.yaml|`chekc` is neither a verb nor a recipe|did you mean `distroc check`?",
        "bulid|`bulid` is neither a verb nor a recipe|did you mean `distroc build`?",
        "xyzzy|`xyzzy` is neither a verb nor a recipe|`distroc --help` lists the verbs",
        "a.yaml b.yaml|more than one recipe: |distroc test RECIPE",
        "check --jsn a.yaml|--jsn|did you mean `--json`?",
        "build --halp|unknown option|did you mean `--help`?",
        "check|`distroc check` needs an argument: `RECIPE`|`distroc check --help` lists the"
            + " options",
        "build -j none a.yaml|`none` is not a valid value for `--jobs`, which takes an"
            + " integer|help",
        "build --json=3 a.yaml|`3` is not a valid value for `--json`, which takes no value|help",
        "build -o|`--output` needs a value: `DIR`|`distroc build --help` lists the options",
        "build -o a -o b a.yaml|`--output` is given twice|`distroc build --help` lists the options",
        "boot a.yaml b.yaml|`distroc boot` does not take the argument `b.yaml`|boot --help",
        "cache prune x|`distroc cache prune` does not take the argument `x`|cache prune --help",
        "help bulid|`bulid` is neither a verb nor a recipe|did you mean `distroc build`?",
        "build -j 0 a.yaml|invalid value for --jobs: 0 (expected 1 or more)|leave it out",
        "-v check a.yaml|`--verbose` precedes the verb|distroc check --verbose ...",
        "a.yaml check b.yaml|`a.yaml` precedes the verb|distroc check a.yaml ...",
        "completion tcsh|`tcsh` is none of bash, zsh, fish|completion --help",
        "explain D0000|no diagnostic has the code `D0000`|codes look like D1010",
        "new Wrong/Name|is not a valid name|",
        "test -o out a.yaml b.yaml|`--output` takes one recipe|build/<name>",
        "explain|`distroc explain` needs an argument: |`distroc explain --list`",
        "explain init.lib|neither recipes nor settings have a key|did you mean `init.libc`?",
        "explain libc|neither recipes nor settings have a key|did you mean `init.libc`?",
      })
  void aWrongCommandLineIsUsage(String line, String message, String remedy) throws IOException {
    place.write("a.yaml", Workplace.RECIPE);
    place.write("b.yaml", Workplace.RECIPE);
    place.kernel();
    Run run = line == null ? place.run() : place.run(line.split(" "));
    assertEquals(2, run.exit(), run.all());
    assertTrue(run.err().startsWith("error[D8001]: "), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertTrue(remedy == null || run.err().contains(remedy), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aRecipeThatDoesNotExistIsNotAVerb() {
    Run run = place.run("./tiny.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().startsWith("error[D1001]"), run.err());
  }

  @Test
  void newWritesARecipeThatIsValid() throws IOException {
    Run run = place.run("new", "my-distro");
    assertEquals(0, run.exit(), run.all());
    assertEquals("my-distro.yaml\n", run.out());
    assertTrue(run.err().contains("Next: distroc my-distro.yaml"), run.err());
    assertEquals(0, place.run("check", "my-distro.yaml").exit());
    Path file = place.work.resolve("my-distro.yaml");
    String changed = Files.readString(file) + "# mine\n";
    Files.writeString(file, changed);
    Run again = place.run("new", "my-distro");
    assertEquals(2, again.exit(), again.all());
    assertTrue(again.err().contains("my-distro.yaml already exists"), again.err());
    assertEquals(changed, Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Big", "a b", "../x", ".hidden", "a/b", "$(id)", "-x y", "é"})
  void newRejectsInvalidNames(String name) throws IOException {
    Run run = place.run("new", name);
    assertEquals(2, run.exit(), run.all());
    assertTrue(run.err().contains("D8001"), run.err());
    try (Stream<Path> files = Files.list(place.work)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void explainKnowsEveryCode() {
    for (Code code : Code.values()) {
      Run run = place.run("explain", code.name().toLowerCase(java.util.Locale.ROOT));
      assertEquals(0, run.exit(), run.all());
      assertTrue(run.out().startsWith("# " + code + ": "), run.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completionIsAScriptThatKnowsTheVerbs(String shell) throws IOException {
    Run run = place.run("completion", shell);
    assertEquals(0, run.exit(), run.all());
    for (String word : List.of("check", "completion", "install", "offline")) {
      assertTrue(run.out().contains(word), word);
    }
    place.write("script", run.out());
    if (place.host().find(shell).isPresent()) {
      place.shell(shell + " -n script");
    } else {
      assertFalse(shell.equals("bash"), "bash checks its own");
    }
  }

  @Test
  void bashCompletesAVerb() throws IOException {
    place.write("script", place.run("completion", "bash").out());
    place.shell(
        "bash -c '. ./script; COMP_WORDS=(distroc che); COMP_CWORD=1; _complete_distroc;"
            + " test \"${COMPREPLY[*]}\" = check || { echo \"${COMPREPLY[*]}\"; exit 1; }'");
  }

  @Test
  void checkGoesThroughAllRecipes() throws IOException {
    place.kernel();
    place.write("good.yaml", Workplace.RECIPE);
    place.write("bad.yaml", Workplace.RECIPE.replace("kernel:", "kernal:"));
    place.write("sub/other.yaml", Workplace.RECIPE.replace("../kernel", "../../kernel"));
    Run run = place.run("check", "good.yaml", "bad.yaml", "sub/other.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("good.yaml: no mistakes"), run.err());
    assertTrue(run.err().contains("--> bad.yaml:6:1"), run.err());
    assertTrue(run.err().contains("sub/other.yaml: no mistakes"), run.err());
    assertEquals("", run.out());
    assertEquals(0, place.run("check", "good.yaml", "sub/other.yaml").exit());
    place.write(
        "warned.yaml",
        Workplace.RECIPE.replace("  options:\n", "  cmdline: [init=/none]\n  options:\n"));
    Run warned = place.run("check", "warned.yaml");
    assertEquals(0, warned.exit(), warned.all());
    assertTrue(warned.err().endsWith("warned.yaml: 1 warning, no errors\n"), warned.err());
    assertEquals("", place.run("check", "-q", "good.yaml").err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --json good.yaml",
        "check --json bad.yaml good.yaml",
        "check --json none.yaml",
        "check --json",
        "check --json --nonsense",
        "expand --json good.yaml",
        "build --json good.yaml",
        "test --json good.yaml bad.yaml",
        "--json good.yaml",
        "--json nonsense",
        "--json --version",
        "--json --help",
        "doctor --json",
        "cache --json",
        "cache prune --json --keep 5G",
        "cache prune --json",
        "explain --json D1010",
        "new --json x",
        "--json check good.yaml",
        "--json",
      })
  void jsonIsOneDocument(String line) throws IOException {
    place.kernel();
    place.write("good.yaml", Workplace.RECIPE);
    place.write("bad.yaml", "distro: v1\nname: \"\\u00e9\\t\"\nkernal: \"\\\"\"\n");
    Run run = place.run(line.split(" "));
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertEquals(run.exit(), document.get("exit").asInt(), run.all());
    assertEquals(1, run.out().lines().count(), run.all());
    assertEquals("", run.err(), "what people read is in the document");
    JsonNode diagnostics = document.get("diagnostics");
    assertTrue(diagnostics.isArray(), run.out());
    assertEquals(run.exit() > 1 && !line.startsWith("doctor"), errors(diagnostics) > 0, run.out());
  }

  private static long errors(JsonNode diagnostics) {
    long errors = 0;
    for (JsonNode diagnostic : diagnostics) {
      errors += diagnostic.get("severity").asString().equals("error") ? 1 : 0;
      assertTrue(diagnostic.get("code").asString().matches("D[0-9]{4}"), "" + diagnostic);
    }
    return errors;
  }

  @Test
  void jsonHasWhatTheTextHas() throws IOException {
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    JsonNode document = new ObjectMapper().readTree(place.run("build", "--json", "toy.yaml").out());
    Path image = place.work.resolve("build/toy/bzImage");
    assertEquals(place.work.resolve("build/toy").toString(), document.get("folder").asString());
    assertEquals(Files.size(image), document.get("sizes").get("bzImage").asLong());
    JsonNode bad = new ObjectMapper().readTree(place.run("check", "--json", "none.yaml").out());
    assertEquals("D1001", bad.get("diagnostics").get(0).get("code").asString());
  }

  @Test
  void coloursAreForTerminalsOnly() throws IOException {
    place.write("bad.yaml", "kernal: 1\n");
    place.set("TERM", "xterm");
    assertFalse(place.run("check", "bad.yaml").all().contains(ESCAPE));
    Run atTerminal = place.atTerminal("", "check", "bad.yaml");
    assertTrue(atTerminal.err().contains(ESCAPE + "[1;31merror["), atTerminal.err());
    assertFalse(
        place.set("TERM", "dumb").atTerminal("", "check", "bad.yaml").all().contains(ESCAPE));
    place.set("TERM", "xterm").set("NO_COLOR", "1");
    assertFalse(place.atTerminal("", "check", "bad.yaml").all().contains(ESCAPE));
    place.set("NO_COLOR", "");
    assertTrue(place.atTerminal("", "check", "bad.yaml").err().contains(ESCAPE), "empty is unset");
  }

  /** An untrusted recipe cannot send escape sequences to the user's terminal. */
  @Test
  void noEscapeSequenceOfARecipeReachesTheTerminal() throws IOException {
    place.write("bad.yaml", "name: \"\\e[2J\"\n\033]0;title\007: 1\n");
    Run run = place.run("check", "bad.yaml");
    assertEquals(3, run.exit(), run.all());
    assertFalse(run.all().contains(ESCAPE), run.all());
    assertFalse(run.all().contains("\007"), run.all());
  }

  @Test
  void aBugHasATrace() throws IOException {
    place.write("good.yaml", Workplace.RECIPE);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String text) {
            throw new IllegalStateException("the test broke it");
          }
        };
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            broken,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int exit = Distroc.run(new String[] {"--version"}, place.host(), streams);
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(Code.D9001.exit().number(), exit);
    assertEquals(1, exit);
    assertTrue(said.startsWith("error[D9001]: distroc has a bug: "), said);
    assertTrue(said.contains("the test broke it") && said.contains("\tat org.distroc."), said);
    assertTrue(said.contains("please report it"), said);
  }

  @Test
  void exitCodesAreAsDocumented() {
    String codes =
        Arrays.stream(org.distroc.diag.ExitCode.values())
            .map(code -> code + "=" + code.number())
            .reduce((a, b) -> a + " " + b)
            .orElseThrow();
    assertEquals(
        "DONE=0 BUG=1 USAGE=2 RECIPE=3 HOST=4 BUILD=5 GUEST=6 TIMEOUT=7 INTERRUPTED=130", codes);
  }

  @Test
  void aBuildStandsWhereOneIsAndRecipesWhereTheyAre() throws IOException {
    place.kernel();
    place.write("recipes/toy.yaml", Workplace.RECIPE.replace("../kernel", "../../kernel"));
    Run run = place.run("build", "-q", "recipes/toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(Files.isRegularFile(place.work.resolve("build/toy/initramfs.cpio")));
    Run other = place.run("build", "-q", "-o", "elsewhere", "recipes/toy.yaml");
    assertEquals(0, other.exit(), other.all());
    assertTrue(other.out().contains("  elsewhere/bzImage"), other.out());
  }
}
