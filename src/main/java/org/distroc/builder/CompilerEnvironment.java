package org.distroc.builder;

import org.distroc.builder.config.ResolvedConfig;
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
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.settings.Preferences;

/**
 * The variables with which a kernel's make finds ccache or distcc where it looks for gcc. They are
 * found through the PATH, and not named in {@code CC=}: kbuild compares the command of each file
 * with the last one, and would compile everything again whenever ccache comes or goes.
 */
final class CompilerEnvironment {
  private final Host host;
  private final Compilers compilers;
  private final Consumer<List<Tool>> requirement;

  /**
   * The environment for some compilers.
   *
   * @param requirement is given tools that the settings ask for; throws if they cannot be had
   */
  CompilerEnvironment(Host host, Compilers compilers, Consumer<List<Tool>> requirement) {
    this.host = host;
    this.compilers = compilers;
    this.requirement = requirement;
  }

  /**
   * The variables, on top of those that every tool gets.
   *
   * @param toolchain identifies everything that compiles
   * @param config of the kernel
   */
  Map<String, String> variables(String toolchain, ResolvedConfig config) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    Optional<Path> ccache = ccache();
    // distcc on its own would take more than C files, and the kernel came to other bytes.
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
   * The user's own ccache, with its settings, is another one. No base folder is set: it would make
   * paths relative, and the kernel has paths of its sources in its messages. Nor is it told to
   * compile what it has preprocessed: some files of the kernel come to other bytes then.
   */
  private Map<String, String> ccacheVariables(String toolchain) throws IOException {
    Path folder = folder(CacheFolder.CCACHE);
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("CCACHE_DIR", folder.toString());
    variables.put("CCACHE_CONFIGPATH", folder.resolve("ccache.conf").toString());
    variables.put("CCACHE_MAXSIZE", compilers.ccache().size());
    // ccache would look at gcc alone, which only calls the compiler; and time tells nothing to
    // another machine.
    variables.put("CCACHE_COMPILERCHECK", "string:" + toolchain);
    // Headers that kbuild has just written are new, and yet what they will be.
    variables.put("CCACHE_SLOPPINESS", "include_file_ctime,include_file_mtime");
    compilers.ccache().remote().ifPresent(remote -> variables.put("CCACHE_REMOTE_STORAGE", remote));
    return variables;
  }

  private Path folder(CacheFolder folder) throws IOException {
    return Files.createDirectories(host.cache().folder(folder));
  }

  /** A folder in which {@code gcc} is a link to a program that calls the next gcc on the PATH. */
  private Path linked(Path wrapper) throws IOException {
    Path packaged = Path.of("/usr/lib").resolve(wrapper.getFileName());
    if (Files.isSymbolicLink(packaged.resolve("gcc"))) {
      // Debian's packages bring one.
      return packaged;
    }
    Path folder = folder(CacheFolder.COMPILERS).resolve(wrapper.getFileName());
    Files.createDirectories(folder);
    Path link = folder.resolve("gcc");
    if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(wrapper)) {
      Path beside = folder.resolve(".gcc-" + ProcessHandle.current().pid());
      Files.deleteIfExists(beside);
      try {
        Files.createSymbolicLink(beside, wrapper);
        Files.move(
            beside, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (FileAlreadyExistsException e) {
        // Another thread of this process makes the same link.
        return folder;
      }
    }
    return folder;
  }
}
