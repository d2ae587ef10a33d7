package org.distroc.builder.config;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/**
 * Which text options of a kernel are read by its own build: by a Makefile, which expands them, or
 * by a script. All other texts only reach C and Rust, as escaped string constants. Read from the
 * kernel's Makefiles and scripts.
 *
 * @param readers the first line that reads an option, {@code usr/Makefile:19}, by option
 * @param sourced the line of a script that runs the whole configuration as shell commands, as older
 *     kernels do; empty if there is none
 */
record BuildStrings(Map<String, String> readers, String sourced) {
  private static final String HEAD = "distroc build strings 1";
  private static final String END = "end";

  /** Larger than any Makefile or script of a kernel. */
  private static final long LARGEST = 1L << 20;

  private static final Pattern NAME = Pattern.compile("CONFIG_([A-Za-z0-9_]+)");

  private static final Pattern SOURCED =
      Pattern.compile(
          "(?:^|[;&|\\s])(?:\\.|source)\\s+\\S*(?:auto\\.conf|KCONFIG_CONFIG\\}?|/\\.config)\\b");

  /** Folders without a part in the build of a kernel image. */
  private static final Set<String> OTHERS =
      Set.of("Documentation", "samples", "tools/testing", ".git");

  /** Sorts and copies. */
  BuildStrings {
    readers = Collections.unmodifiableMap(new TreeMap<>(readers));
  }

  /** The line that reads an option; empty if only C code does. */
  Optional<String> reader(String name) {
    return Optional.ofNullable(readers.get(name));
  }

  /** Reads the Makefiles and scripts of a kernel source. */
  static BuildStrings read(KconfigModel model) throws IOException {
    Map<String, String> mentions = new TreeMap<>();
    Map<String, Symbol> texts = new TreeMap<>();
    model
        .options()
        .filter(option -> option.type() == SymbolType.STRING)
        .forEach(option -> texts.put(option.name(), option));
    String sourced = "";
    Path root = model.srctree();
    for (Path file : files(root)) {
      String name = root.relativize(file).toString();
      int number = 0;
      for (String line : BoundedFiles.latin1(file, BoundedFiles.TEXT).split("\n")) {
        number++;
        if (line.contains("conf") && SOURCED.matcher(line).find()) {
          sourced = name + ":" + number;
        }
        Matcher mention = NAME.matcher(line);
        while (!line.startsWith("#") && mention.find()) {
          if (texts.containsKey(mention.group(1))) {
            mentions.putIfAbsent(mention.group(1), name + ":" + number);
          }
        }
      }
    }
    Map<String, String> readers = new TreeMap<>();
    mentions.forEach((name, at) -> add(texts.get(name), at, readers));
    return new BuildStrings(readers, sourced);
  }

  /** Adds an option that a user can set; for another one, those that it takes its value from. */
  private static void add(Symbol option, String at, Map<String, String> readers) {
    if (option.hasPrompt()) {
      readers.putIfAbsent(option.name(), at);
    } else {
      for (Property line : option.defaults()) {
        line.target().filter(Symbol::hasPrompt).ifPresent(from -> add(from, at, readers));
      }
    }
  }

  private static Set<Path> files(Path root) throws IOException {
    Set<Path> found = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
            return OTHERS.contains(root.relativize(folder).toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (facts.isRegularFile() && facts.size() <= LARGEST && builds(root, file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static boolean builds(Path root, Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("Makefile")
        || name.startsWith("Kbuild") && !name.endsWith(".rst")
        || name.equals("Platform")
        || name.matches(".*\\.(mk|mak|sh|awk|include)")
        || file.startsWith(root.resolve("scripts"))
            && !file.startsWith(root.resolve("scripts/kconfig"));
  }

  /** Stores them in a file. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD, sourced));
    readers.forEach((name, at) -> lines.add(name + " " + at));
    lines.add(END);
    AtomicFiles.write(file, String.join("\n", lines) + "\n");
  }

  /** Those in a file; empty if it is missing or damaged. */
  static Optional<BuildStrings> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String[] lines = BoundedFiles.latin1(file, BoundedFiles.TEXT).split("\n");
    if (lines.length < 3 || !lines[0].equals(HEAD) || !lines[lines.length - 1].equals(END)) {
      return Optional.empty();
    }
    Map<String, String> readers = new TreeMap<>();
    for (int i = 2; i < lines.length - 1; i++) {
      int space = lines[i].indexOf(' ');
      if (space < 1) {
        return Optional.empty();
      }
      readers.put(lines[i].substring(0, space), lines[i].substring(space + 1));
    }
    return Optional.of(new BuildStrings(readers, lines[1]));
  }
}
