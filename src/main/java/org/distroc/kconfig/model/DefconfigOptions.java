package org.distroc.kconfig.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.kconfig.value.ConfigLine;

/**
 * The options that the tree's own configurations for an architecture turn on. Where several would
 * do, such as the buses that a virtio device may be on, these are the usual ones.
 */
public final class DefconfigOptions {
  private final Set<String> names = new HashSet<>();

  /** Reads all files of {@code arch/<srcarch>/configs} and {@code kernel/configs}. */
  DefconfigOptions(Path srctree, String srcarch) {
    KconfigFiles files = new KconfigFiles(srctree);
    for (String folder : List.of("arch/" + srcarch + "/configs", "kernel/configs")) {
      try (Stream<Path> all = Files.list(srctree.resolve(folder))) {
        for (Path file : all.toList()) {
          String text = files.text(folder + "/" + file.getFileName());
          if (text != null) {
            text.lines().forEach(this::note);
          }
        }
      } catch (IOException e) {
        // A tree without such files has no usual options.
      }
    }
  }

  private void note(String line) {
    ConfigLine.parse(line)
        .filter(l -> l.spelling().equals("y") || l.spelling().equals("m"))
        .ifPresent(l -> names.add(l.name()));
  }

  /** Whether one of the files turns the option on. */
  public boolean contains(Symbol symbol) {
    return symbol.name != null && names.contains(symbol.name);
  }
}
