package org.distroc.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the last whole build was made from and what it made, so that the next one can see at once
 * that there is nothing to do. It is written last; whatever interrupts a build leaves none.
 */
final class BuildState {
  private final Path file;
  private final Path tools;

  BuildState(ProjectFolder folder) {
    this.file = folder.memory("state");
    this.tools = folder.memory("tools");
  }

  /** Whether the last build had these inputs and its outputs are still as it left them. */
  boolean holds(String inputs, Path folder, List<String> outputs) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    return Files.readString(file).equals(describe(inputs, folder, outputs));
  }

  void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  void remember(String inputs, Path folder, List<String> outputs) throws IOException {
    ProjectFolder.replace(
        file, describe(inputs, folder, outputs).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether what lies in the folder may have been built by other tools than these. */
  boolean otherTools(String identity) throws IOException {
    return Files.isRegularFile(tools) && !Files.readString(tools).equals(identity);
  }

  void rememberTools(String identity) throws IOException {
    if (!Files.isRegularFile(tools) || otherTools(identity)) {
      ProjectFolder.replace(tools, identity.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String describe(String inputs, Path folder, List<String> outputs)
      throws IOException {
    StringBuilder text = new StringBuilder("inputs ").append(inputs).append('\n');
    for (String output : outputs) {
      Path path = folder.resolve(output);
      if (!Files.isRegularFile(path)) {
        text.append("missing ").append(output).append('\n');
        continue;
      }
      BasicFileAttributes about = Files.readAttributes(path, BasicFileAttributes.class);
      text.append("output ")
          .append(about.size())
          .append(' ')
          .append(about.lastModifiedTime().to(TimeUnit.NANOSECONDS))
          .append(' ')
          .append(output)
          .append('\n');
    }
    return text.toString();
  }
}
