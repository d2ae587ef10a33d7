package org.distroc.builder.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.host.ToolVersions;

/**
 * What tools said of themselves, by their identities, in the cache: asking is a process. It is only
 * a memory: what cannot be read is asked again, what cannot be written costs time.
 */
public final class ToolVersionCache {
  private static List<Tool> versioned() {
    List<Tool> tools = new ArrayList<>(List.of(Tool.GCC, Tool.LD, Tool.MAKE, Tool.PAHOLE));
    tools.addAll(Toolchain.packing());
    tools.removeIf(tool -> tool.kind() != Tool.Kind.PROGRAM);
    return tools;
  }

  private final Host host;
  private final Path folder;

  public ToolVersionCache(Host host) {
    this.host = host;
    this.folder = host.cache().folder(CacheFolder.TOOLS);
  }

  /** What was noted under a name. */
  Optional<String> read(String name) {
    try {
      Path note = file(name);
      return Files.isRegularFile(note)
          ? Optional.of(Files.readString(note).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(String name, String said) {
    try {
      AtomicFiles.write(file(name), said + "\n");
    } catch (IOException e) {
      // What needs the cache says what is wrong with it.
      return;
    }
  }

  private Path file(String name) {
    return folder.resolve(new CacheKey().add(name).hex().substring(0, 32));
  }

  /** Notes the versions of tools that are new here, for the day on which they are others. */
  public void noteVersions(Toolchain toolchain) {
    for (Tool tool : versioned()) {
      String identity = toolchain.tools().getOrDefault(tool.name(), Toolchain.MISSING);
      if (!identity.equals(Toolchain.MISSING) && read("version " + identity).isEmpty()) {
        write("version " + identity, new ToolVersions(host).of(tool).orElse(""));
      }
    }
  }

  /** The version that a tool of some identity had; empty if nobody asked when it was there. */
  public String version(String identity) {
    return read("version " + identity).orElse("");
  }
}
