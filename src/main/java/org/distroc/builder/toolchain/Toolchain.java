package org.distroc.builder.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.CrossCompiler;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.CacheKey;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;

/**
 * The programs that build. They are identified by path, size and time of their files, which takes
 * no process: a package upgrade changes the size or time.
 *
 * <p>flex and bison are not included: they generate the parser of the kernel's configuration tool,
 * which accepts the same language with every version, and nothing that they write gets into a
 * configuration or a kernel.
 *
 * @param tools real path, size and time of each, or {@code missing}, by name
 * @param prefix the prefix of cross-compilation tools; empty for native ones
 */
public record Toolchain(Map<String, String> tools, String prefix) {
  /** Programs that affect the bytes of kernel and init. */
  private static final List<String> COMPILING = List.of("gcc", "ld", "as", "ar", "objcopy", "make");

  /** The compiler proper, which {@code gcc} only calls. */
  private static final String CC1 = "cc1";

  /** Further programs that Kconfig files query: the answers are in the configuration. */
  public static final List<String> ASKED = List.of("pahole", "rustc", "bindgen");

  /** Further programs that affect the bytes of images. */
  public static List<Tool> packing() {
    List<Tool> tools = new ArrayList<>(List.of(Tool.GZIP, Tool.XZ, Tool.ZSTD, Tool.LZ4));
    tools.addAll(Formats.tools());
    return tools;
  }

  /** Identifies the package with the kernel's user-space headers. */
  private static final Path VERSION_H = Path.of("/usr/include/linux/version.h");

  public static final String KERNEL_HEADERS = "kernel headers";

  public static final String MISSING = "missing";

  /** Keeps the order. */
  public Toolchain {
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
  }

  /** The programs that a host has for an architecture. */
  public static Toolchain of(Host host, CrossCompiler compiler) throws IOException {
    Map<String, String> tools = new LinkedHashMap<>();
    for (List<String> names : List.of(COMPILING, ASKED)) {
      for (String name : names) {
        tools.put(name, identity(host.find(name)));
      }
    }
    String prefix = compiler.prefixHere();
    for (String name : prefixed(prefix)) {
      tools.put(name, identity(host.find(name)));
    }
    for (String gcc : prefix.isEmpty() ? List.of("") : List.of("", prefix)) {
      tools.put(gcc + CC1, identity(compiler(host, gcc + "gcc")));
    }
    tools.put(CrossCompiler.STATIC_LIBC, identity(compiler.staticLibc().find(host)));
    for (Tool tool : packing()) {
      tools.put(tool.name(), identity(tool.find(host)));
    }
    tools.put(KERNEL_HEADERS, identity(Optional.of(VERSION_H)));
    return new Toolchain(tools, prefix);
  }

  /** Digest of the compiling programs. */
  public String compiling() {
    CacheKey digest = digest(COMPILING).add(CC1).add(tools.getOrDefault(CC1, MISSING));
    if (!prefix.isEmpty()) {
      for (String name : prefixed(prefix)) {
        digest.add(name).add(tools.getOrDefault(name, MISSING));
      }
      digest.add(prefix + CC1).add(tools.getOrDefault(prefix + CC1, MISSING));
    }
    return digest.hex();
  }

  /** The names of the cross-compilation tools; empty for native builds. */
  private static List<String> prefixed(String prefix) {
    return prefix.isEmpty()
        ? List.of()
        : COMPILING.stream().filter(name -> !name.equals("make")).map(prefix::concat).toList();
  }

  /** Digest of the compiling programs, and of those that Kconfig files query. */
  public String configuring() {
    return digest(ASKED).add(compiling()).hex();
  }

  /** Digest of all programs. */
  public String all() {
    CacheKey digest = new CacheKey();
    tools.forEach((name, identity) -> digest.add(name).add(identity));
    return digest.hex();
  }

  private CacheKey digest(List<String> names) {
    CacheKey digest = new CacheKey();
    for (String name : names) {
      digest.add(name).add(tools.getOrDefault(name, MISSING));
    }
    return digest;
  }

  /**
   * The path of the compiler proper. Packages upgrade it together with {@code gcc}; but {@code gcc}
   * may be a script or ccache, which can call another compiler without changing itself. Only gcc
   * knows the path, and asking takes a process, so the answer is cached while every gcc on PATH is
   * unchanged.
   */
  private static Optional<Path> compiler(Host host, String gcc) throws IOException {
    CacheKey key = new CacheKey();
    List<Path> all = host.findAll(gcc).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    for (Path one : all) {
      key.add(identity(Optional.of(one)));
    }
    ToolVersionCache notes = new ToolVersionCache(host);
    String question = CC1 + " of " + key.hex();
    Optional<Path> before = notes.read(question).flatMap(Toolchain::absolute);
    if (before.filter(Files::isRegularFile).isPresent()) {
      return before;
    }
    Optional<Path> found = ask(host, gcc);
    found.ifPresent(compiler -> notes.write(question, compiler.toString()));
    return found;
  }

  private static Optional<Path> ask(Host host, String gcc) throws IOException {
    Command question = Command.of(gcc, "-print-prog-name=" + CC1).limit(Duration.ofSeconds(10));
    Outcome outcome = new ProcessRunner(host).run(question);
    return absolute(outcome.output());
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text.strip())).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      // The program is not gcc.
      return Optional.empty();
    }
  }

  private static String identity(Optional<Path> program) throws IOException {
    if (program.filter(Files::exists).isEmpty()) {
      return MISSING;
    }
    Path real = program.get().toRealPath();
    BasicFileAttributes about = Files.readAttributes(real, BasicFileAttributes.class);
    return real + " " + about.size() + " " + about.lastModifiedTime().toMillis();
  }
}
