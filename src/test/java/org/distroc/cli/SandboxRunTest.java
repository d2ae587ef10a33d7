package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with a sandbox, and with one that the host refuses. */
class SandboxRunTest {
  @TempDir Path folder;
  private Workplace place;
  private Path kernel;
  private Path stain;

  @BeforeEach
  void makePlace() throws IOException {
    place = new Workplace(folder);
    kernel = place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    stain = place.folder.resolve("stain");
  }

  private void add(String file, String text) throws IOException {
    Files.writeString(kernel.resolve(file), text, StandardOpenOption.APPEND);
  }

  private void refuseSandboxes() throws IOException {
    place.tool("bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1");
    place.withOwnPathFirst();
  }

  private byte[] built(String into, String... options) throws IOException {
    List<String> words = new java.util.ArrayList<>(List.of("build", "-q", "-o", into));
    words.addAll(List.of(options));
    words.add("toy.yaml");
    Run run = place.run(words.toArray(new String[0]));
    assertEquals(0, run.exit(), run.all());
    return Files.readAllBytes(place.work.resolve(into).resolve("initramfs.cpio"));
  }

  @Test
  void theBytesAreTheSameWithAndWithout() throws IOException {
    byte[] with = built("with");
    byte[] without = built("without", "--no-sandbox");
    refuseSandboxes();
    assertArrayEquals(with, without);
    assertArrayEquals(with, built("refused"));
  }

  @Test
  void whatAKernelsFilesRunChangesNothingOutside() throws IOException {
    add("Kconfig", "\nstain := $(shell,id >" + stain + "; id >$HOME/stain)\n");
    add("Makefile", "\n$(shell id >" + stain + ")\n");
    built("out");
    assertFalse(Files.exists(stain));
    assertFalse(Files.exists(place.host().home().resolve("stain")));
    // The same without a sandbox: the test sees what it is to see.
    built("out", "--no-sandbox");
    assertTrue(Files.exists(stain));
  }

  @Test
  void doctorSaysWhyThereIsNone() throws IOException {
    assertFalse(place.run("doctor").err().contains("No sandbox"));
    refuseSandboxes();
    Run refused = place.run("doctor");
    assertTrue(refused.err().contains("No sandbox: bwrap: No permissions"), refused.all());
    place.set("DISTROC_SANDBOX", "require");
    Run required = place.run("build", "toy.yaml");
    assertEquals(4, required.exit(), required.all());
    assertTrue(required.err().contains("error[D5070]"), required.err());
  }
}
