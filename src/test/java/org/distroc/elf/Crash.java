package org.distroc.elf;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.distroc.arch.Architecture;
import org.distroc.arch.x86_64.X8664;

/**
 * A program that crashes as init: a folder of sources with a {@code crash.properties}. Its keys:
 * {@code sources} (init.c), {@code syscalls}, {@code libc} (false), {@code make} (lines for the
 * Makefile) or {@code build} (a command in place of make), {@code code} of the finding, {@code at}
 * file:line of it, {@code console} what the kernel prints when it boots anyway.
 */
final class Crash {
  final String name;
  final InitBuild build;
  final List<String> sources;
  private final Properties properties = new Properties();

  Crash(String name, Path folder) throws IOException {
    this(X8664.ARCHITECTURE, Map.of(), Path.of("crash", name), folder);
  }

  /** One of another architecture, by the numbers of its system calls. */
  Crash(Architecture architecture, Map<String, Integer> numbers, Path from, Path folder)
      throws IOException {
    this.name = from.getFileName().toString();
    Path resources = Path.of("src/test/resources").resolve(from);
    try (Reader in = Files.newBufferedReader(resources.resolve("crash.properties"))) {
      properties.load(in);
    }
    List<String> names = words("sources", "init.c");
    sources = names.stream().map(source -> InitBuild.SOURCES + source).toList();
    build =
        InitBuild.in(
            folder,
            architecture,
            numbers,
            libc() ? "static" : "none",
            sources,
            words("syscalls", ""));
    for (String source : names) {
      Files.copy(resources.resolve(source), folder.resolve(InitBuild.SOURCES + source));
    }
    String command = get("build");
    if (command.isEmpty()) {
      build.makefile(get("make")).make();
    } else {
      build.run(command.split(" "));
      Files.copy(folder.resolve("init.elf"), folder.resolve("init"));
    }
  }

  String get(String key) {
    return properties.getProperty(key, "").strip();
  }

  boolean libc() {
    return Boolean.parseBoolean(get("libc"));
  }

  private List<String> words(String key, String otherwise) {
    String words = properties.getProperty(key, otherwise).strip();
    return words.isEmpty() ? List.of() : List.of(words.split(" +"));
  }
}
