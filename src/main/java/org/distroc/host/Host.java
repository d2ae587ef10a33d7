package org.distroc.host;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment distroc was started in. It is passed in, so that a test can use another.
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

  /** The value of a variable; an empty one counts as absent. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * The few variables that every tool gets: PATH, HOME and TMPDIR. Others, such as CPATH or
   * GCC_EXEC_PREFIX, would silently change what is built.
   */
  public Map<String, String> toolEnvironment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", path());
    variables.put("HOME", home().toString());
    variable("TMPDIR").ifPresent(folder -> variables.put("TMPDIR", folder));
    return variables;
  }

  private String path() {
    return variable("PATH").orElse("/usr/bin:/bin");
  }

  /** The first executable file of that name on the PATH. */
  public Optional<Path> find(String tool) {
    return findAll(tool).findFirst();
  }

  /** Every executable file of that name on the PATH, in its order; looked for one by one. */
  public Stream<Path> findAll(String tool) {
    return Stream.of(path().split(":")).flatMap(folder -> executable(folder, tool).stream());
  }

  private static Optional<Path> executable(String folder, String tool) {
    try {
      // An empty entry would mean the current folder, which is not trusted.
      Path candidate = Path.of(folder).resolve(tool);
      return candidate.isAbsolute()
              && Files.isRegularFile(candidate)
              && Files.isExecutable(candidate)
          ? Optional.of(candidate)
          : Optional.empty();
    } catch (InvalidPathException e) {
      // An invalid PATH entry contains no tool.
      return Optional.empty();
    }
  }

  /** A path as shown to the user: relative if it is below the current folder. */
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

  /** Where everything is in {@link #cacheFolder()}. */
  public CacheLayout cache() {
    return new CacheLayout(cacheFolder());
  }

  /** A copy with its cache elsewhere, unless the environment sets it. */
  public Host cachingIn(Path folder) {
    return with(CACHE_VARIABLE, folder.toString());
  }

  /** A copy with a variable, unless the environment sets it. */
  public Host with(String name, String value) {
    if (variable(name).isPresent()) {
      return this;
    }
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Host(more, currentFolder);
  }

  /** A copy without a variable. */
  public Host without(String name) {
    Map<String, String> fewer = new HashMap<>(environment);
    fewer.remove(name);
    return new Host(fewer, currentFolder);
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
    // The specification says to ignore relative paths.
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home().resolve(underHome))
        .resolve("distroc");
  }
}
