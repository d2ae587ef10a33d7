package org.distroc.kconfig;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** Kconfig files of any content are read, or refused with diagnostics. */
class KconfigFuzz {
  private static final FuzzedFiles FILES = new FuzzedFiles(folder());

  @DictionaryEntries({
    "config A",
    "menuconfig B",
    "choice",
    "endchoice",
    "if A",
    "endif",
    "menu ",
    "endmenu",
    "comment ",
    "source \\\"other\\\"",
    "\\x0a\\x09bool \\\"a\\\"",
    "\\x0a\\x09tristate ",
    " if B",
    "int",
    "hex",
    "string",
    "prompt ",
    "default ",
    "def_bool ",
    "depends on ",
    "select A",
    "imply B",
    "range 1 0x20",
    "modules",
    "transitional",
    "visible if ",
    "\\x0a\\x09help\\x0a\\x09  text\\x0a",
    " && ",
    " || ",
    "!=",
    "<=",
    "$(X)",
    "$(shell,",
    "$(error-if,",
    "$(info,",
    "$(lineno)",
    ":=",
    "+="
  })
  @Timeout(20)
  @FuzzTest(maxDuration = "10m")
  void aKconfigFile(FuzzedDataProvider data) {
    boolean old = data.consumeBoolean();
    FILES.attempt(data.consumeRemainingAsString(), "CONFIG_A=y\nCONFIG_B=m\n", old);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("distroc-fuzz-");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
