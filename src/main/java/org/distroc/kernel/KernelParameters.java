package org.distroc.kernel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.diag.NearestNames;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;

/**
 * The parameters that kernels read from their command line. Most are well known, or in the kernel's
 * own documentation. Only for others are its C files searched, once: the names are cached, unless
 * the source may change.
 */
public final class KernelParameters {
  private static final String DOCUMENTATION = "Documentation/admin-guide/kernel-parameters.txt";

  /** The first line of a file of names; changes with what is searched for. */
  private static final String HEADER = "kernel parameters 1";

  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\t([A-Za-z0-9][\\w.-]{0,80}+)(?=[=\\s])");

  /** At the start of a line: {@code __setup("root=", …}, {@code module_param(debug, int, 0)}. */
  private static final Pattern DEFINED =
      Pattern.compile(
          "(?m)^([A-Za-z0-9_]{1,60}+)[ \t]{0,8}+\\([ \t]{0,8}+\"?([\\w.-]{1,80}+)"
              + "(?:[=\"]{0,2}+,\\s{0,40}+\"?([\\w.-]{1,80}+))?");

  /** Others have a second name, or a type in front: {@code torture_param(int, fwd_progress, …)}. */
  private static final Pattern NAME_FIRST =
      Pattern.compile("__setup|early_param|core_param.*|module_param.*");

  /** The kernel's folders with parameters, besides that of the architecture. */
  private static final List<String> FOLDERS =
      List.of(
          "init",
          "kernel",
          "mm",
          "block",
          "fs",
          "lib",
          "net",
          "security",
          "crypto",
          "certs",
          "ipc",
          "io_uring",
          "sound",
          "virt",
          "drivers");

  private final Path folder;
  private final Consumer<String> slow;
  private final Map<String, Set<String>> found = new ConcurrentHashMap<>();

  /** Names with the cache of a host, and a listener for sentences about what takes long. */
  public KernelParameters(Host host, Consumer<String> slow) {
    this.folder = host.cache().folder(CacheFolder.OPTIONS);
    this.slow = slow;
  }

  /**
   * Whether a kernel has no parameter of that name: then the names that may have been meant,
   * possibly none; empty if it has one.
   *
   * @param name the part before {@code =}; {@code -} and {@code _} are the same in it
   */
  public Optional<List<String>> unknown(KernelTree tree, Architecture architecture, String name) {
    String wanted = normal(name);
    Set<String> wellKnown = new TreeSet<>(WellKnown.NAMES);
    architecture.consoles().early().forEach(word -> wellKnown.add(word.split("=")[0]));
    if (wellKnown.contains(wanted) || readsItself(wanted)) {
      return Optional.empty();
    }
    Set<String> names = documented(tree);
    if (names.contains(wanted)) {
      return Optional.empty();
    }
    // A parameter of a module has the module's name in front, which is that of a file or of several
    // put together; only the name of the parameter is looked up.
    String last = wanted.substring(wanted.lastIndexOf('.') + 1);
    if (defined(tree, architecture).contains(last)) {
      return Optional.empty();
    }
    names.addAll(wellKnown);
    if (wanted.indexOf('.') < 0) {
      names.addAll(defined(tree, architecture));
    }
    return Optional.of(NearestNames.nearest(wanted, names));
  }

  /** Those that the kernel takes without having them by name. */
  private static boolean readsItself(String name) {
    return name.startsWith("sysctl.") || name.equals("dyndbg") || name.endsWith(".dyndbg");
  }

  private static String normal(String name) {
    return name.replace('-', '_');
  }

  private static Set<String> documented(KernelTree tree) {
    Set<String> names = new TreeSet<>();
    if (tree.has(DOCUMENTATION)) {
      Matcher line = DOCUMENTED.matcher(tree.read(DOCUMENTATION));
      while (line.find()) {
        names.add(normal(line.group(1)));
      }
    }
    return names;
  }

  private Set<String> defined(KernelTree tree, Architecture architecture) {
    String key = tree.identity() + "-" + architecture.kernel().sourceArch();
    return found.computeIfAbsent(
        key.replaceAll("[^A-Za-z0-9]+", "-"), name -> defined(tree, architecture, name));
  }

  private Set<String> defined(KernelTree tree, Architecture architecture, String name) {
    Path file = folder.resolve(name + ".parameters");
    Optional<Set<String>> kept = tree.pinned() ? kept(file) : Optional.empty();
    if (kept.isPresent()) {
      return kept.get();
    }
    slow.accept("searching Linux " + tree.release() + " for the names of its parameters");
    Set<String> names = search(tree, architecture);
    if (tree.pinned()) {
      keep(file, names);
    }
    return names;
  }

  private static Optional<Set<String>> kept(Path file) {
    try {
      return BoundedFiles.entry(file, BoundedFiles.TEXT)
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .filter(text -> text.startsWith(HEADER + "\n") && text.endsWith("\n\n"))
          .map(text -> new TreeSet<>(text.lines().skip(1).toList()));
    } catch (IOException e) {
      // The kernel's files are searched again.
      return Optional.empty();
    }
  }

  private static void keep(Path file, Set<String> names) {
    try {
      AtomicFiles.write(file, HEADER + "\n" + String.join("\n", names) + "\n\n");
    } catch (IOException e) {
      // Without a cache entry, the next run only takes longer.
      return;
    }
  }

  private static Set<String> search(KernelTree tree, Architecture architecture) {
    List<String> folders = new ArrayList<>(FOLDERS);
    folders.add("arch/" + architecture.kernel().sourceArch());
    Set<String> names = new TreeSet<>();
    for (String one : folders) {
      Path root = tree.root().resolve(one);
      if (Files.isDirectory(root, NOFOLLOW_LINKS)) {
        try (Stream<Path> files = Files.walk(root)) {
          files
              .filter(
                  file ->
                      file.toString().endsWith(".c") && Files.isRegularFile(file, NOFOLLOW_LINKS))
              .forEach(file -> search(file, names));
        } catch (IOException | UncheckedIOException e) {
          throw KernelTree.unreadable(one, new IOException(e.getMessage(), e));
        }
      }
    }
    return names;
  }

  private static void search(Path file, Collection<String> names) {
    String text;
    try {
      text = BoundedFiles.latin1(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      // No kernel has such a file, and its other text is of no interest.
      return;
    }
    if (!text.contains("param") && !text.contains("__setup")) {
      return;
    }
    Matcher line = DEFINED.matcher(text);
    while (line.find()) {
      String macro = line.group(1);
      if (macro.contains("param") || macro.equals("__setup")) {
        names.add(normal(line.group(2)));
        if (line.group(3) != null && !NAME_FIRST.matcher(macro).matches()) {
          names.add(normal(line.group(3)));
        }
      }
    }
  }

  /** Read when a command line is checked. */
  private static final class WellKnown {
    static final Set<String> NAMES = read();

    private static Set<String> read() {
      try (InputStream in = KernelParameters.class.getResourceAsStream("parameters.txt")) {
        Set<String> names = new TreeSet<>();
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(line -> names.addAll(List.of(line.split(" "))));
        return Set.copyOf(names);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
