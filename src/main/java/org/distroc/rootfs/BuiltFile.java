package org.distroc.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.distroc.host.BoundedFiles;

/**
 * A file that the build makes in its folder, such as the init program. Before that it has no bytes.
 *
 * @param name its path in the build folder
 * @param folder the build folder, once it is known
 */
public record BuiltFile(String name, Optional<Path> folder) implements Content {
  /** A file of a build folder that is not known yet. */
  public BuiltFile(String name) {
    this(name, Optional.empty());
  }

  BuiltFile in(Path folder) {
    return new BuiltFile(name, Optional.of(folder));
  }

  @Override
  public long size() {
    return folder.map(root -> root.resolve(name).toFile().length()).orElse(0L);
  }

  @Override
  public String identity() {
    return "built " + name;
  }

  @Override
  public InputStream open() throws IOException {
    Path root = folder.orElseThrow(() -> new IOException(name + " is not built yet"));
    return BoundedFiles.stream(root.resolve(name), BoundedFiles.PROGRAM);
  }
}
