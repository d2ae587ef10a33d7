package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any Kconfig or {@code .config} file is read or rejected with diagnostics, and quickly. {@code
 * distroc.fuzz} gives the number of inputs of the long run, {@code distroc.seed} where it starts.
 */
class FuzzTest {
  private static final String[] PIECES = {
    "config A\n",
    "config B\n",
    "menuconfig C\n",
    "choice\n",
    "endchoice\n",
    "if A\n",
    "endif\n",
    "menu \"m\"\n",
    "endmenu\n",
    "comment \"c\"\n",
    "source \"Kconfig\"\n",
    "source \"other\"\n",
    "mainmenu \"t\"\n",
    "\tbool \"a\"\n",
    "\tbool\n",
    "\ttristate \"t\" if B\n",
    "\tint \"i\"\n",
    "\thex\n",
    "\tstring \"s\"\n",
    "\tprompt \"p\"\n",
    "\tdefault y\n",
    "\tdefault B if A\n",
    "\tdefault 7\n",
    "\tdef_bool A\n",
    "\tdef_tristate m\n",
    "\tdepends on A && !B\n",
    "\tdepends on A || B=y || C!=m\n",
    "\tdepends on (A\n",
    "\tselect B if A\n",
    "\tselect A\n",
    "\timply C\n",
    "\trange 1 0x20 if A\n",
    "\trange A B\n",
    "\tmodules\n",
    "\toptional\n",
    "\tvisible if A\n",
    "\thelp\n",
    "\t  text\n",
    "  less\n",
    "X = $(Y)\n",
    "Y := $(X)a\n",
    "X += $(1) $(f,$(X),b)\n",
    "f = <$(1)$(2)>\n",
    "\tdefault $(X)\n",
    "\tdefault \"$(f,a,b)\"\n",
    "$(error-if,n,x)\n",
    "$(warning-if,y,w)\n",
    "\tdefault $(shell,echo y)\n",
    "\\\n",
    "\"",
    "'",
    "(",
    ")",
    "$(",
    "&&",
    "||",
    "!",
    "=",
    "<=",
    "A",
    "y",
    "m",
    "n",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "é",
    "#",
    ":=",
    "+=",
    "\\",
    "0x",
    "-1",
    "endif",
    "on",
    "if"
  };

  private static final String[] SETTINGS = {
    "CONFIG_A=y\n",
    "CONFIG_A=m\n",
    "# CONFIG_A is not set\n",
    "CONFIG_B=n\n",
    "CONFIG_C=\"x\\\"\n",
    "CONFIG_C=\"a\\\\\"b\"\n",
    "CONFIG_I=99999999999999999999\n",
    "CONFIG_I=-5\n",
    "CONFIG_H=0xzz\n",
    "CONFIG_H=0xffffffffffffffffff\n",
    "CONFIG_=\n",
    "CONFIG_A\n",
    "# CONFIG_A is not set.\n",
    "\r\n",
    "\0",
    "CONFIG_S=\"\\\n",
    "=",
    "#",
    "# ",
    "CONFIG_",
    "\"",
    "\\",
    "é",
    "CONFIG_y=n\n",
    "\n",
    "x"
  };

  @TempDir Path folder;

  @Test
  void aSampleOfFilesIsReadOrRefused() {
    run(2_000, 1);
  }

  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void everyFileIsReadOrRefused() {
    run(Integer.getInteger("distroc.fuzz", 100_000), Long.getLong("distroc.seed", 1_000_000));
  }

  private void run(int inputs, long firstSeed) {
    FuzzedFiles files = new FuzzedFiles(folder);
    int read = 0;
    for (long seed = firstSeed; seed < firstSeed + inputs; seed++) {
      Random random = new Random(seed);
      String kconfig = text(random, PIECES, 40);
      String config = text(random, SETTINGS, 12);
      boolean old = random.nextBoolean();
      String input = "seed " + seed + ": " + kconfig;
      boolean accepted =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> files.attempt(kconfig, config, old), input);
      read += accepted ? 1 : 0;
    }
    assertTrue(read > inputs / 50, "only " + read + " of " + inputs + " were read");
  }

  /** Mostly sensible lines, and some noise in them. */
  private static String text(Random random, String[] pieces, int most) {
    StringBuilder text = new StringBuilder();
    boolean sensible = random.nextInt(3) > 0;
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      String piece = pieces[random.nextInt(pieces.length)];
      if (sensible && !piece.endsWith("\n")) {
        continue;
      }
      text.append(piece);
    }
    if (random.nextInt(4) == 0 && text.length() > 0) {
      text.setCharAt(random.nextInt(text.length()), (char) (1 + random.nextInt(126)));
    }
    return random.nextInt(50) == 0 ? text.toString().repeat(200) : text.toString();
  }
}
