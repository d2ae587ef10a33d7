package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.distroc.builder.config.KernelOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel in a folder that a developer works on. */
class KernelInFolderTest {
  @TempDir Path folder;

  @Test
  void onlyWhatTheCompilerAnsweredIsRemembered() throws IOException {
    Workplace place = new Workplace(folder);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    Files.writeString(
        folder.resolve("kernel/Kconfig"),
        """

        config WORDS
        \tstring "Words"
        \tdefault "$(shell,cat FOLDER/kernel/words)"

        config PLAIN
        \tbool "Plain" if $(shell,gcc -E -x c /dev/null >/dev/null && echo y || echo n)
        """
            .replace("FOLDER", folder.toString()),
        StandardOpenOption.APPEND);
    for (String words : new String[] {"one", "two"}) {
      Files.writeString(folder.resolve("kernel/words"), words);
      Run run = place.run("config", "toy.yaml");
      assertEquals(0, run.exit(), run.all());
      assertTrue(run.out().contains("CONFIG_WORDS=\"" + words + "\""), run.out());
    }
    KernelOptions.awaitKept();
    try (Stream<Path> files = Files.list(place.host().cacheFolder().resolve("options"))) {
      Path answers = files.filter(f -> f.toString().endsWith(".answers")).findFirst().orElseThrow();
      String kept = Files.readString(answers);
      assertTrue(kept.contains("gcc") && !kept.contains("words"), kept);
    }
  }
}
