package org.distroc.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Sandbox;

/**
 * A varied build environment: the clock is ahead, folders are listed in reverse order, user, host
 * name, locale, time zone, umask and environment variables differ, the kernel source has another
 * path, and there is no network. The sandbox does part of that, or else {@code unshare}. Variations
 * that the host does not allow are skipped and reported.
 */
final class EnvironmentVariation {
  /**
   * Two steps: only root of a user namespace may mount, and only a second namespace can turn it
   * into a plain user again. The words after the first two are the command.
   */
  private static final String ENTER =
      "mount --bind \"$1\" \"$2\" || exit 1; hostname verify 2>/dev/null; shift 2;"
          + " exec unshare --user --map-user=4321 --map-group=4321 -- \"$@\"";

  private static final List<String> NAMESPACES =
      List.of("unshare", "--user", "--map-root-user", "--mount", "--uts", "--net", "--");

  private final ProcessRunner runner;
  private final Path folder;
  private final Path source;
  private final Path mounted;
  private final List<String> varied = new ArrayList<>();
  private final Map<String, String> unvaried = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Optional<Confinement> confinement;
  private boolean namespaces;

  /**
   * Prepares the environment.
   *
   * @param builds the folder of all builds
   * @param folder an existing folder in it, for its exclusive use
   * @param source the kernel source
   */
  EnvironmentVariation(Host host, Path builds, Path folder, Path source) throws IOException {
    this.runner = new ProcessRunner(host);
    this.folder = folder;
    this.source = source;
    this.mounted = Files.createDirectories(folder.resolve("another/place/for/the/kernel-source"));
    this.confinement =
        Sandbox.of(host).works()
            ? Optional.of(
                Confinement.strict()
                    .identity(new Confinement.Identity(4321, "verify"))
                    .writing(builds)
                    .readingAt(source, mounted))
            : Optional.empty();
    varied.addAll(List.of("build folder", "umask", "environment", "number of jobs"));
    setEnvironment(host);
    enterNamespaces(host);
    preload();
  }

  /** What differs from this machine, for people. */
  List<String> varied() {
    return List.copyOf(varied);
  }

  /** What could not be varied, with the reason. */
  Map<String, String> unvaried() {
    return new LinkedHashMap<>(unvaried);
  }

  /** The path of the kernel source inside. */
  Path kernelSource() {
    return namespaces ? mounted : source;
  }

  /** A command that runs inside. */
  Command command(List<String> words, Path where) {
    Command command = Command.of(wrapped(words)).in(where);
    command = confinement.map(command::confined).orElse(command);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    return command;
  }

  private List<String> wrapped(List<String> words) {
    List<String> all = new ArrayList<>();
    if (namespaces && confinement.isEmpty()) {
      all.addAll(NAMESPACES);
      all.addAll(List.of("sh", "-c", ENTER, "sh", source.toString(), mounted.toString()));
    }
    all.addAll(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    all.addAll(words);
    return all;
  }

  /** Sets variables that a Makefile must override or ignore. */
  private void setEnvironment(Host host) throws IOException {
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    String path = host.variable("PATH").orElse("/usr/bin:/bin");
    environment.put("PATH", path + ":" + folder.resolve("no/such/folder"));
    // Five hours and 45 minutes east, without asking a database of zones.
    environment.put("TZ", "XYZ-5:45");
    environment.put("USER", "verify");
    environment.put("LOGNAME", "verify");
    environment.put("KBUILD_BUILD_USER", "verify");
    environment.put("KBUILD_BUILD_HOST", "verify");
    environment.put("KBUILD_BUILD_TIMESTAMP", "2001-02-03");
    environment.put("SOURCE_DATE_EPOCH", "981158400");
    environment.put("COLUMNS", "37");
    String locale = locale(host);
    environment.put("LC_ALL", locale);
    environment.put("LANG", locale);
    varied.addAll(List.of("locale", "time zone"));
  }

  /**
   * A Turkish locale if possible, because its dotless i breaks case conversion; else any other than
   * C.
   */
  private String locale(Host host) throws IOException {
    if (host.find("locale").isEmpty()) {
      return "C.UTF-8";
    }
    List<String> known =
        runner
            .run(Command.of("locale", "-a").limit(Duration.ofSeconds(10)))
            .output()
            .lines()
            .toList();
    return known.stream()
        .filter(name -> name.startsWith("tr_TR"))
        .findFirst()
        .or(() -> known.stream().filter(name -> name.matches("[a-z]{2}_.*")).findFirst())
        .orElse("C.UTF-8");
  }

  private void enterNamespaces(Host host) throws IOException {
    List<String> what = new ArrayList<>(List.of("user", "path of the kernel source", "network"));
    String reason = "unshare is not installed";
    if (confinement.isPresent() || host.find("unshare").isPresent()) {
      namespaces = true;
      Outcome outcome =
          runner.run(command(List.of("uname", "-n"), folder).limit(Duration.ofSeconds(10)));
      namespaces = outcome.succeeded();
      reason = outcome.lastLines(1).strip();
      if (namespaces && !outcome.output().strip().equals("verify")) {
        unvaried.put("host name", "hostname is not installed");
      }
    }
    if (!unvaried.containsKey("host name")) {
      what.add(1, "host name");
    }
    if (namespaces) {
      varied.addAll(what);
    } else {
      String why = reason;
      what.forEach(one -> unvaried.put(one, why));
    }
  }

  /**
   * Varies the clock and the order of files, by a preloaded library that is compiled on this host.
   */
  private void preload() throws IOException {
    Path library = folder.resolve("shim.so");
    Outcome compiled = compileShim(library);
    String reason = compiled.lastLines(1);
    boolean works = false;
    if (compiled.succeeded()) {
      environment.put("LD_PRELOAD", library.toString());
      long now = System.currentTimeMillis() / 1000;
      works = seconds(command(List.of("date", "+%s"), folder)) > now + 86_400;
      reason = "programs on this host do not preload a library";
    }
    if (works) {
      varied.addAll(List.of("clock", "order of files"));
    } else {
      environment.remove("LD_PRELOAD");
      unvaried.put("clock", reason);
      unvaried.put("order of files", reason);
    }
  }

  private Outcome compileShim(Path library) throws IOException {
    Path c = folder.resolve("shim.c");
    try (InputStream in = EnvironmentVariation.class.getResourceAsStream("shim.c")) {
      Files.write(c, in.readAllBytes());
    }
    return runner.run(
        Command.of(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                c.toString(),
                "-ldl",
                "-lpthread")
            .limit(Duration.ofMinutes(1)));
  }

  private long seconds(Command date) throws IOException {
    String time = runner.run(date.limit(Duration.ofSeconds(10))).output().strip();
    return time.matches("[0-9]{1,12}") ? Long.parseLong(time) : 0;
  }
}
