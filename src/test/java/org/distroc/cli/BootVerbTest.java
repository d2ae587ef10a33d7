package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of {@code distroc boot} that are refused before anything is built. */
class BootVerbTest {
  @Test
  void figuresAreForBootsThatAreTimed(@TempDir Path folder) {
    Run run = Run.in(folder, "boot", "--runs", "3", "no.yaml");
    assertEquals(2, run.exit(), run.all());
    assertTrue(run.err().contains("`--runs` needs `--trace`"), run.all());
    Run none = Run.in(folder, "boot", "--trace", "--runs", "0", "no.yaml");
    assertEquals(2, none.exit(), none.all());
    Run picture = Run.in(folder, "boot", "--svg", "x.svg", "no.yaml");
    assertTrue(picture.err().contains("`--svg` needs `--trace`"), picture.all());
  }
}
