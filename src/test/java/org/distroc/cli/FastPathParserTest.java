package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distroc.diag.ExitCode;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The fast path parses like picocli, or leaves the command line to it. */
class FastPathParserTest {
  @TempDir private Path folder;

  @BeforeEach
  void recipe() throws IOException {
    Files.writeString(folder.resolve("my.yaml"), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build my.yaml",
        "build -q my.yaml",
        "build my.yaml -v",
        "build -q -o out my.yaml",
        "build --output out --json my.yaml",
        "expand --offline my.yaml"
      })
  void meansTheSame(String line) {
    OneRecipeVerb plain = (OneRecipeVerb) plain(line).orElseThrow();
    String[] words = line.split(" ");
    OneRecipeVerb verb = words[0].equals("build") ? new BuildVerb() : new ExpandVerb();
    new CommandLine(verb).parseArgs(List.of(words).subList(1, words.length).toArray(new String[0]));
    assertEquals(text(verb), text(plain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "build",
        "build -q",
        "build my.yaml other.yaml",
        "build -q -q my.yaml",
        "build -o a -o b my.yaml",
        "build my.yaml -o",
        "build -o -q my.yaml",
        "build -oout my.yaml",
        "build --why my.yaml",
        "build --help",
        "build @words",
        "-q build my.yaml",
        "trace my.yaml",
        "missing.yaml",
        "my.yaml my.yaml",
        "chekc"
      })
  void isLeftToPicocli(String line) {
    assertFalse(plain(line).isPresent(), line);
  }

  @Test
  void takesABareRecipe() {
    assertTrue(plain("my.yaml").isPresent());
    assertTrue(plain("-q my.yaml").isPresent());
  }

  private Optional<Callable<ExitCode>> plain(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");
    return FastPathParser.of(words, new Host(Map.of(), folder), null);
  }

  private static String text(OneRecipeVerb verb) {
    CommonOptions s = verb.settings;
    return String.join(
        " ",
        verb.getClass().getSimpleName(),
        String.valueOf(verb.recipe),
        String.valueOf(s.output),
        "" + s.quiet + s.verbose + s.json + s.offline + s.install + s.noShared + s.jobs);
  }
}
