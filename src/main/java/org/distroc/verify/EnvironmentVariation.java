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
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;

/**
 * A machine that looks like another one: to what runs in it the clock is ahead, folders are listed
 * backwards, user, host name, locale, time zone, umask and environment are others, the kernel
 * source lies elsewhere, and there is no network. What the host does not allow is left as it is,
 * and said.
 */
final class EnvironmentVariation {
  /**
   * Two steps, for only root of a user namespace may mount, and only a second namespace can make it
   * a plain user again. The words after the first two are the command.
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
  private boolean namespaces;

  /**
   * Prepares them.
   *
   * @param folder for what they need; it exists, and is theirs
   * @param source the kernel source
   */
  EnvironmentVariation(Host host, Path folder, Path source) throws IOException {
    this.runner = new ProcessRunner(host);
    this.folder = folder;
    this.source = source;
    this.mounted = Files.createDirectories(folder.resolve("another/place/for/the/kernel-source"));
    varied.addAll(List.of("build folder", "umask", "environment", "number of jobs"));
    setEnvironment(host);
    enterNamespaces(host);
    preload();
  }

  /** What is otherwise than on this machine, in words. */
  List<String> varied() {
    return List.copyOf(varied);
  }

  /** What is as on this machine, with the reason. */
  Map<String, String> unvaried() {
    return new LinkedHashMap<>(unvaried);
  }

  /** Where the kernel source is to what runs in here. */
  Path kernelSource() {
    return namespaces ? mounted : source;
  }

  /** A command that runs in here. */
  Command command(List<String> words, Path where) {
    Command command = Command.of(wrapped(words)).in(where);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    return command;
  }

  private List<String> wrapped(List<String> words) {
    List<String> all = new ArrayList<>();
    if (namespaces) {
      all.addAll(NAMESPACES);
      all.addAll(List.of("sh", "-c", ENTER, "sh", source.toString(), mounted.toString()));
    }
    all.addAll(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    all.addAll(words);
    return all;
  }

  /** What a Makefile must overrule, or not look at. */
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

  /** Turkish has an i of its own, which breaks what changes case; else any that is no C. */
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
    if (host.find("unshare").isPresent()) {
      namespaces = true;
      Outcome outcome =
          runner.run(command(List.of("uname", "-n"), folder).limit(Duration.ofSeconds(10)));
      namespaces = outcome.succeeded();
      reason = outcome.lastLines(1).strip();
      if (namespaces && !outcome.output().strip().equals("verify")) {
        unvaried.put("host name", "the program hostname is not installed");
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

  /** The clock and the order of files, by a library of ours that is compiled for this host. */
  private void preload() throws IOException {
    Path library = folder.resolve("shim.so");
    Outcome compiled = compileShim(library);
    String reason = compiled.lastLines(1);
    boolean works = false;
    if (compiled.succeeded()) {
      environment.put("LD_PRELOAD", library.toString());
      long now = System.currentTimeMillis() / 1000;
      works = seconds(command(List.of("date", "+%s"), folder)) > now + 86_400;
      reason = "programs of this host do not load another library";
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
    String said = runner.run(date.limit(Duration.ofSeconds(10))).output().strip();
    return said.matches("[0-9]{1,12}") ? Long.parseLong(said) : 0;
  }
}
