package org.distroc.builder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.DistccProbe;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.settings.Preferences;

/**
 * Environment variables that make a kernel build use ccache or distcc as gcc. They are found
 * through PATH instead of {@code CC=}: kbuild compares the command of each file with the last one,
 * and would recompile everything whenever ccache is turned on or off.
 */
final class CompilerEnvironment {
  private final Host host;
  private final Compilers compilers;
  private final String source;
  private final Consumer<List<Tool>> requirement;

  /**
   * The environment for some compilers.
   *
   * @param source identifies the kernel's source
   * @param requirement receives the tools that the settings ask for; throws if one is missing
   */
  CompilerEnvironment(
      Host host, Compilers compilers, String source, Consumer<List<Tool>> requirement) {
    this.host = host;
    this.source = source;
    this.compilers = compilers;
    this.requirement = requirement;
  }

  /**
   * The variables, in addition to those of every tool.
   *
   * @param toolchain identifies everything that compiles
   * @param config of the kernel
   */
  Map<String, String> variables(String toolchain, ResolvedConfig config) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    Optional<Path> ccache = ccache();
    // Without a wrapper distcc would take more than C files, which changes bytes of the kernel.
    List<String> hosts = ccache.isPresent() ? distccHosts(config) : List.of();
    if (!hosts.isEmpty()) {
      variables.put("DISTCC_HOSTS", String.join(" ", hosts));
      variables.put("DISTCC_DIR", folder(CacheFolder.DISTCC).toString());
    }
    if (ccache.isPresent()) {
      variables.putAll(ccacheVariables(toolchain));
      if (!hosts.isEmpty()) {
        variables.put("CCACHE_PREFIX", Tool.DISTCC.find(host).orElseThrow().toString());
      }
    }
    if (ccache.isPresent()) {
      Path links = linked(ccache.get());
      variables.put("PATH", links + ":" + host.toolEnvironment().get("PATH"));
    }
    return variables;
  }

  /** What ccache and distcc need, in addition to what make does. */
  Confinement confinement(Confinement make, Map<String, String> variables) {
    Confinement needs = make;
    for (String folder : List.of("CCACHE_DIR", "DISTCC_DIR")) {
      if (variables.containsKey(folder)) {
        needs = needs.writing(Path.of(variables.get(folder)));
      }
    }
    boolean elsewhere =
        variables.containsKey("DISTCC_HOSTS") || variables.containsKey("CCACHE_REMOTE_STORAGE");
    return elsewhere ? needs.network(true) : needs;
  }

  private Optional<Path> ccache() {
    if (compilers.ccache().use() == Preferences.Use.OFF) {
      return Optional.empty();
    }
    if (compilers.ccache().use() == Preferences.Use.ON) {
      requirement.accept(List.of(Tool.CCACHE));
    }
    return Tool.CCACHE.find(host);
  }

  private List<String> distccHosts(ResolvedConfig config) throws IOException {
    if (compilers.distccHosts().isEmpty()) {
      return List.of();
    }
    if (config.isOn("DEBUG_INFO")) {
      compilers.warnings().accept(onlyHere());
      return List.of();
    }
    requirement.accept(List.of(Tool.DISTCC));
    return new DistccProbe(host, folder(CacheFolder.DISTCC), compilers.warnings())
        .usable(compilers.distccHosts());
  }

  private static Diagnostic onlyHere() {
    return Diagnostic.warning(Code.D5054, "not using distcc: `DEBUG_INFO` is enabled")
        .why("distcc compiles preprocessed files, which debug information records")
        .why("the kernel would have different bytes from one compiled locally")
        .help("turn off `DEBUG_INFO`, or accept a slower build");
  }

  /**
   * Uses a cache of its own, not the user's, whose settings may differ. No base folder is set: it
   * would make paths relative, and the kernel contains source paths in its messages. ccache may not
   * compile preprocessed output either: some files of the kernel get different bytes that way.
   *
   * <p>A source that somebody else wrote can put wrong object files into the cache that its build
   * writes to, so no other source uses them.
   */
  private Map<String, String> ccacheVariables(String toolchain) throws IOException {
    String name = new CacheKey().add(source).hex().substring(0, 16);
    Path folder = Files.createDirectories(folder(CacheFolder.CCACHE).resolve(name));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("CCACHE_DIR", folder.toString());
    variables.put("CCACHE_CONFIGPATH", folder.resolve("ccache.conf").toString());
    variables.put("CCACHE_MAXSIZE", compilers.ccache().size());
    // By default ccache checks the mtime of gcc, which is only a driver, and mtimes mean nothing on
    // another machine.
    variables.put("CCACHE_COMPILERCHECK", "string:" + toolchain);
    // Headers that kbuild has just written are recent, but final.
    variables.put("CCACHE_SLOPPINESS", "include_file_ctime,include_file_mtime");
    compilers.ccache().remote().ifPresent(remote -> variables.put("CCACHE_REMOTE_STORAGE", remote));
    return variables;
  }

  private Path folder(CacheFolder folder) throws IOException {
    return Files.createDirectories(host.cache().folder(folder));
  }

  /** A folder in which {@code gcc} links to a wrapper that calls the next gcc on PATH. */
  private Path linked(Path wrapper) throws IOException {
    Path packaged = Path.of("/usr/lib").resolve(wrapper.getFileName());
    if (Files.isSymbolicLink(packaged.resolve("gcc"))) {
      // Debian's packages contain one.
      return packaged;
    }
    Path folder = folder(CacheFolder.COMPILERS).resolve(wrapper.getFileName());
    Files.createDirectories(folder);
    Path link = folder.resolve("gcc");
    if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(wrapper)) {
      Path temporary = folder.resolve(".gcc-" + ProcessHandle.current().pid());
      Files.deleteIfExists(temporary);
      try {
        Files.createSymbolicLink(temporary, wrapper);
        Files.move(
            temporary, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (FileAlreadyExistsException e) {
        // Another thread creates the same link.
        return folder;
      }
    }
    return folder;
  }
}
