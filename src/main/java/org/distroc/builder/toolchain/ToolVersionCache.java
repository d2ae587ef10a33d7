package org.distroc.builder.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.host.ToolVersions;

/**
 * Caches what tools report about themselves, by identity, because asking takes a process.
 * Unreadable entries are queried again; entries that cannot be written only cost time.
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

  /** The cached value of a name. */
  Optional<String> read(String name) {
    try {
      Path note = file(name);
      return Files.isRegularFile(note)
          ? Optional.of(BoundedFiles.text(note, BoundedFiles.NOTE).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(String name, String answer) {
    try {
      AtomicFiles.write(file(name), answer + "\n");
    } catch (IOException e) {
      // Code that needs the cache reports the error.
      return;
    }
  }

  private Path file(String name) {
    return folder.resolve(new CacheKey().add(name).hex().substring(0, 32));
  }

  /** Records the versions of new tools, to show later what changed. */
  public void noteVersions(Toolchain toolchain) {
    for (Tool tool : versioned()) {
      String identity = toolchain.tools().getOrDefault(tool.name(), Toolchain.MISSING);
      if (!identity.equals(Toolchain.MISSING) && read("version " + identity).isEmpty()) {
        write("version " + identity, new ToolVersions(host).of(tool).orElse(""));
      }
    }
  }

  /** The version of a tool by its identity; empty if it was never recorded. */
  public String version(String identity) {
    return read("version " + identity).orElse("");
  }
}
