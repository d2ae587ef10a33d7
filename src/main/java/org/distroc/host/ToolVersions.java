package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks tools for their versions. */
public final class ToolVersions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+[A-Za-z0-9.+~-]*");

  private final Host host;
  private final ProcessRunner runner;

  /** Versions of the tools of a host. */
  public ToolVersions(Host host) {
    this.host = host;
    this.runner = new ProcessRunner(host);
  }

  /**
   * The version that a program says it has; of a file, that of the package it came with, or its
   * digest. Empty if the tool is missing.
   */
  public Optional<String> of(Tool tool) {
    return tool.find(host).map(path -> version(tool, path));
  }

  private String version(Tool tool, Path path) {
    return tool.kind() == Tool.Kind.PROGRAM ? ask(path) : ofFile(path);
  }

  /**
   * The versions of those tools that are not missing, by name. Asking a program takes a process, so
   * the answers are cached until the file of the tool changes.
   *
   * @throws IOException if the cache cannot be written
   */
  public SortedMap<String, String> remembered(Collection<Tool> tools) throws IOException {
    Path file = host.cache().folder(CacheFolder.TOOL_VERSIONS);
    Map<String, String> memory = read(file);
    SortedMap<String, String> versions = new TreeMap<>();
    boolean learned = false;
    for (Tool tool : tools) {
      Optional<Path> path = tool.find(host);
      if (path.isPresent()) {
        String key = key(path.get());
        String known = memory.get(key);
        if (known == null) {
          known = version(tool, path.get());
          memory.put(key, known);
          learned = true;
        }
        versions.put(tool.name(), known);
      }
    }
    if (learned) {
      StringBuilder text = new StringBuilder();
      memory.forEach((key, version) -> text.append(key).append('\t').append(version).append('\n'));
      AtomicFiles.write(file, text.toString());
    }
    return versions;
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> memory = new TreeMap<>();
    for (String line : AtomicFiles.read(file).orElse("").split("\n")) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        memory.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return memory;
  }

  /** Another file, or the same one reinstalled, has another key. */
  private static String key(Path path) throws IOException {
    Path real = path.toRealPath();
    BasicFileAttributes about = Files.readAttributes(real, BasicFileAttributes.class);
    return (about.size() + " " + about.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + real)
        .replaceAll("[\t\n]", "?");
  }

  private String ask(Path program) {
    try {
      Outcome outcome = runner.run(Command.of(program.toString(), "--version").limit(PATIENCE));
      Matcher matcher = NUMBER.matcher(outcome.output() + outcome.errors());
      return matcher.find() ? matcher.group() : "present";
    } catch (IOException e) {
      return "present";
    }
  }

  private String ofFile(Path file) {
    try {
      return ofPackage(file.toRealPath()).orElse("sha256:" + BoundedFiles.digest(file));
    } catch (IOException e) {
      return "present";
    }
  }

  /** dpkg-query names the package as {@code libc6-dev:amd64: /usr/lib/x86_64-linux-gnu/libc.a}. */
  private Optional<String> ofPackage(Path file) throws IOException {
    if (host.find("dpkg-query").isEmpty()) {
      return Optional.empty();
    }
    String owner = query("--search", "--", file.toString());
    int colon = owner.indexOf(": ");
    return colon < 0
        ? Optional.empty()
        : Optional.of(query("--show", "--showformat=${Version}", "--", owner.substring(0, colon)))
            .filter(version -> !version.isEmpty());
  }

  private String query(String... arguments) throws IOException {
    String[] words = new String[arguments.length + 1];
    words[0] = "dpkg-query";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    Outcome outcome = runner.run(Command.of(words).limit(PATIENCE));
    return outcome.succeeded() ? outcome.output().strip() : "";
  }
}
