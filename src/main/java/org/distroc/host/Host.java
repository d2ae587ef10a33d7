package org.distroc.host;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment distroc was started in. It is handed in, so that a test can take another one.
 *
 * @param environment the variables of the process
 * @param currentFolder where relative paths of the command line start; absolute
 */
public record Host(Map<String, String> environment, Path currentFolder) {
  private static final String CACHE_VARIABLE = "DISTROC_CACHE";

  /** Copies the variables. */
  public Host {
    environment = Map.copyOf(environment);
    currentFolder = currentFolder.toAbsolutePath().normalize();
  }

  /** The host as this process sees it. */
  public static Host ofProcess() {
    return new Host(System.getenv(), Path.of(""));
  }

  /** The value of a variable; one that is set to nothing counts as absent. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The first executable file of that name on the PATH. */
  public Optional<Path> find(String tool) {
    for (String folder : variable("PATH").orElse("/usr/bin:/bin").split(":")) {
      try {
        // An empty entry would mean the current folder: what lies there is not to be trusted.
        Path candidate = Path.of(folder).resolve(tool);
        if (candidate.isAbsolute()
            && Files.isRegularFile(candidate)
            && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      } catch (InvalidPathException e) {
        // A PATH entry that is no path holds no tool.
        continue;
      }
    }
    return Optional.empty();
  }

  /** A path as it is shown to whoever stands in the current folder: relative where it lies below. */
  public Path shown(Path path) {
    Path absolute = currentFolder.resolve(path).normalize();
    return absolute.startsWith(currentFolder) && !absolute.equals(currentFolder)
        ? currentFolder.relativize(absolute)
        : absolute;
  }

  /**
   * {@code $DISTROC_CACHE}, {@code $XDG_CACHE_HOME/distroc}, or {@code ~/.cache/distroc}; it need
   * not exist.
   */
  public Path cacheFolder() {
    return variable(CACHE_VARIABLE)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> xdgFolder("XDG_CACHE_HOME", ".cache"));
  }

  /** The same host with its cache elsewhere, unless the environment says where it is. */
  public Host cachingIn(Path folder) {
    if (variable(CACHE_VARIABLE).isPresent()) {
      return this;
    }
    Map<String, String> more = new HashMap<>(environment);
    more.put(CACHE_VARIABLE, folder.toString());
    return new Host(more, currentFolder);
  }

  /** {@code $XDG_CONFIG_HOME/distroc}, or {@code ~/.config/distroc}; it need not exist. */
  public Path configFolder() {
    return xdgFolder("XDG_CONFIG_HOME", ".config");
  }

  /** The user's home, or the root folder of a user who has none. */
  public Path home() {
    return variable("HOME").map(Path::of).filter(Path::isAbsolute).orElse(Path.of("/"));
  }

  private Path xdgFolder(String variable, String underHome) {
    // The specification says that a relative path is to be ignored.
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home().resolve(underHome))
        .resolve("distroc");
  }
}
