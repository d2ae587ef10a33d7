package org.distroc.builder.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.host.BoundedFiles;

/**
 * The options that stand for the architectures of a kernel source: each is always on, and selects
 * what the rest of the kernel may rely on.
 */
final class ArchitectureRoots {
  /** The one that stands for an architecture selects more than any other. */
  private static final int SELECTS = 15;

  private ArchitectureRoots() {}

  /** The folder of the architecture by its option, without that of {@code own}. */
  static Map<String, String> of(Path srctree, String own) {
    Map<String, String> roots = new TreeMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(srctree.resolve("arch"))) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        Path file = folder.resolve("Kconfig");
        if (!name.equals(own) && Files.isRegularFile(file)) {
          add(name, BoundedFiles.latin1(file, BoundedFiles.TEXT), roots);
        }
      }
    } catch (IOException e) {
      // Without the other architectures there is only less to say.
      return roots;
    }
    return roots;
  }

  private static void add(String folder, String kconfig, Map<String, String> roots) {
    String option = "";
    boolean on = false;
    int selects = 0;
    for (String line : (kconfig + "\nend").split("\n")) {
      String text = line.strip();
      if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("#")) {
        if (on && selects >= SELECTS) {
          roots.put(option, folder);
        }
        option = text.startsWith("config ") ? text.substring("config ".length()).strip() : "";
        on = false;
        selects = 0;
      }
      on |= text.equals("def_bool y") || text.equals("default y");
      selects += text.startsWith("select ") ? 1 : 0;
    }
  }
}
