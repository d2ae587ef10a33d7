package org.distroc.kconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** The kernel's own {@code conf}, built from the tree and run with the same environment as ours. */
public final class ConfProgram {
  private final Path tree;
  private final Path build;
  private final Path work;
  private final Map<String, String> variables;
  private Process server;

  private ConfProgram(Path tree, Path build, Path work, Map<String, String> variables) {
    this.tree = tree;
    this.build = build;
    this.work = work;
    this.variables = new HashMap<>(variables);
  }

  /** One folder for each tree, shared by all tests of this process and removed at its end. */
  private static final Map<Path, Path> FOLDERS = new ConcurrentHashMap<>();

  /** Builds it out of the source tree; works in {@code folder}. */
  public static ConfProgram build(Path tree, Path folder, Map<String, String> variables) {
    try {
      Path shared = FOLDERS.computeIfAbsent(tree, t -> buildAll(t));
      Path work = Files.createDirectories(folder.resolve("work"));
      Path cache = Files.createDirectories(shared.resolve("answers-" + variables.get("ARCH")));
      Map<String, String> all = new HashMap<>(variables);
      all.put("LD_PRELOAD", shared.resolve("conf_server.so").toString());
      all.put("POPEN_CACHE", cache.toString());
      return new ConfProgram(tree, shared.resolve("build"), work, all);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path buildAll(Path tree) {
    try {
      Path folder = Files.createTempDirectory("conf");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      Path build = folder.resolve("build");
      run(
          folder,
          Map.of(),
          List.of("make", "-s", "-C", tree.toString(), "O=" + build, "ARCH=x86", "allnoconfig"));
      Path source = folder.resolve("conf_server.c");
      try (InputStream in = ConfProgram.class.getResourceAsStream("/kconfig/conf_server.c")) {
        assertNotNull(in);
        Files.write(source, in.readAllBytes());
      }
      String library = folder.resolve("conf_server.so").toString();
      run(
          folder,
          Map.of(),
          List.of("gcc", "-shared", "-fPIC", "-O1", "-o", library, source.toString()));
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Links are removed and not followed: the build folder has one to the source tree. */
  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder + " (" + e + ")");
    }
  }

  /** Runs conf with {@code mode} on this {@code .config}; gives the {@code .config} after it. */
  public String conf(String config, String mode, String allconfig) {
    try {
      Path file = work.resolve(".config");
      Files.deleteIfExists(file);
      if (config != null) {
        Files.write(file, config.getBytes(StandardCharsets.ISO_8859_1));
      }
      Map<String, String> environment = new HashMap<>(variables);
      if (allconfig != null) {
        environment.put("KCONFIG_ALLCONFIG", allconfig);
      }
      run(
          work,
          environment,
          List.of(build.resolve("scripts/kconfig/conf").toString(), "-s", mode, "Kconfig"));
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same program for another folder of Kconfig files. */
  public ConfProgram of(Path other) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put("srctree", other.toString());
    return new ConfProgram(other, build, work, changed);
  }

  /** Empty when conf refuses the Kconfig files. */
  public Optional<String> attempt(String mode) {
    return attempt(null, mode);
  }

  /** The same for a {@code .config}. */
  public Optional<String> attempt(String config, String mode) {
    try {
      return Optional.of(conf(config, mode, null));
    } catch (AssertionFailedError refused) {
      return Optional.empty();
    }
  }

  /** Asks a process that has read the Kconfig files already; see conf_server.c. */
  public String olddefconfig(String config) {
    try {
      Path file = work.resolve(".config");
      Files.write(file, config.getBytes(StandardCharsets.ISO_8859_1));
      if (server == null) {
        server = startServer();
      }
      server.getOutputStream().write('x');
      server.getOutputStream().flush();
      int failed = server.getInputStream().read();
      assertEquals(0, failed, () -> "conf --olddefconfig: see " + work.resolve("server.log"));
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Process startServer() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                build.resolve("scripts/kconfig/conf").toString(), "-s", "--olddefconfig", "Kconfig")
            .directory(work.toFile())
            .redirectError(work.resolve("server.log").toFile());
    builder.environment().remove("MAKEFLAGS");
    builder.environment().putAll(variables);
    builder.environment().put("CONF_SERVER", "1");
    Process started = builder.start();
    // It ends with its standard input; this is for a test that ends without a word.
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }

  public String savedefconfig(String config) {
    conf(config, "--savedefconfig=defconfig", null);
    try {
      return Files.readString(work.resolve("defconfig"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The tree's own script. */
  public String merge(String base, List<Path> fragments) {
    try {
      Path file = work.resolve(".config");
      Files.write(file, base.getBytes(StandardCharsets.ISO_8859_1));
      List<String> command =
          new ArrayList<>(
              List.of(tree.resolve("scripts/kconfig/merge_config.sh").toString(), "-m", ".config"));
      fragments.forEach(f -> command.add(f.toString()));
      Map<String, String> environment = new HashMap<>(variables);
      environment.remove("LD_PRELOAD");
      run(work, environment, command);
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public String mergeText(String base, String fragment) {
    try {
      Path file = work.resolve("fragment.config");
      Files.write(file, fragment.getBytes(StandardCharsets.ISO_8859_1));
      return merge(base, List.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code make NAME} leaves, step by step. */
  public String target(String name) {
    String srcarch = variables.get("SRCARCH");
    if (name.equals("tinyconfig")) {
      String start = conf(null, "--allnoconfig", "kernel/configs/tiny-base.config");
      List<Path> fragments = new ArrayList<>();
      for (String folder : List.of("kernel/configs", "arch/" + srcarch + "/configs")) {
        Path fragment = tree.resolve(folder).resolve("tiny.config");
        if (Files.exists(fragment)) {
          fragments.add(fragment);
        }
      }
      return olddefconfig(merge(start, fragments));
    }
    if (name.endsWith("defconfig") && !name.equals("alldefconfig")) {
      String file = name.equals("defconfig") ? variables.get("KBUILD_DEFCONFIG") : name;
      return conf(null, "--defconfig=arch/" + srcarch + "/configs/" + file, null);
    }
    return conf(null, "--" + name, null);
  }

  public String randconfig(long seed, String probability) {
    variables.put("KCONFIG_SEED", Long.toString(seed));
    variables.put("KCONFIG_PROBABILITY", probability);
    return conf(null, "--randconfig", null);
  }

  private static void run(Path folder, Map<String, String> variables, List<String> command)
      throws IOException {
    File log = folder.resolve("command.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log);
    builder.environment().remove("MAKEFLAGS");
    builder.environment().putAll(variables);
    try {
      int status = builder.start().waitFor();
      String said = Files.readString(log.toPath(), StandardCharsets.ISO_8859_1);
      assertEquals(0, status, () -> command + ": " + said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
