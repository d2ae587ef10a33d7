package org.distroc.kconfig.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KconfigFilesTest {
  @TempDir Path folder;

  @Test
  void nothingOutsideTheKernelSourceIsRead() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Files.writeString(tree.resolve("Kconfig"), "y");
    Files.createSymbolicLink(tree.resolve("link"), secret);
    Files.createSymbolicLink(tree.resolve("own"), Path.of("Kconfig"));
    KconfigFiles files = new KconfigFiles(tree);
    for (String name : List.of("../secret", secret.toString(), "link")) {
      assertThrows(IOException.class, () -> files.read(name), name);
    }
    assertEquals("y", files.text("own"));
    assertEquals("y", files.text(tree.resolve("Kconfig").toString()));
  }
}
