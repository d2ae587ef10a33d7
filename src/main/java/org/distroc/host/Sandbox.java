package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Runs commands by bubblewrap in namespaces of their own, where they see what their {@link
 * Confinement} says. Whether that works on a host is tried, once in each boot.
 */
public final class Sandbox {
  /** The environment variable with the user's choice: {@code off}, {@code require}, or none. */
  public static final String VARIABLE = "DISTROC_SANDBOX";

  /** The home of a confined command. */
  static final String HOME = "/tmp/home";

  private static final String OFF = "off";
  private static final String REQUIRE = "require";

  /** A program that exits with status 0 need not have run anything. */
  private static final String TOKEN = "confined";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Path PROCESS_LIMITS = Path.of("/proc/self/limits");
  private static final String LIMITS = limitsOfDistroc();

  /** Units of ulimit. */
  private static final long BLOCK = 512;

  private static final long KIB = 1024;

  /** What was found, by everything that it depends on. */
  private static final Map<String, Sandbox> FOUND = new ConcurrentHashMap<>();

  /** Signals that only what runs in the sandbox gets: bubblewrap itself must not end before it. */
  static final String SIGNALS = "INT,QUIT,TERM,HUP";

  /** How much of bubblewrap's newer options this one has. */
  private enum Dialect {
    /** From 0.8: no new user namespaces inside. */
    NEW(List.of("--disable-userns")),
    /** From 0.3. */
    OLD(List.of());

    private final List<String> options;

    Dialect(List<String> options) {
      this.options = options;
    }
  }

  private final Host host;
  private final Optional<Path> bubblewrap;
  private final Dialect dialect;
  private final Optional<String> missing;

  private Sandbox(Host host, Optional<Path> bubblewrap, Dialect dialect, Optional<String> missing) {
    this.host = host;
    this.bubblewrap = bubblewrap;
    this.dialect = dialect;
    this.missing = missing;
  }

  /** The sandbox of a host. The first call on a host tries it. */
  public static Sandbox of(Host host) {
    String key =
        String.join(
            "\0",
            host.variable(VARIABLE).orElse(""),
            host.toolEnvironment().get("PATH"),
            host.home().toString(),
            host.cacheFolder().toString());
    return FOUND.computeIfAbsent(key, unknown -> find(host));
  }

  /** Whether commands are confined. */
  public boolean works() {
    return bubblewrap.isPresent() && missing.isEmpty();
  }

  /** Why commands are not confined; empty if they are, or if the user does not want that. */
  public Optional<String> missing() {
    return missing;
  }

  /**
   * Refuses a host without a sandbox if the user requires one.
   *
   * @throws Failure D5070
   */
  void check() {
    if (missing.isPresent() && isRequired(host)) {
      throw new Failure(
          Diagnostic.error(Code.D5070, "the sandbox does not work on this host")
              .why(missing.get())
              .help("`distroc doctor` says what it needs")
              .help("or set `sandbox: auto`, to run programs of recipes without it"));
    }
  }

  private static boolean isRequired(Host host) {
    return host.variable(VARIABLE).filter(REQUIRE::equals).isPresent();
  }

  private static Sandbox find(Host host) {
    if (host.variable(VARIABLE).filter(OFF::equals).isPresent()) {
      return new Sandbox(host, Optional.empty(), Dialect.OLD, Optional.empty());
    }
    Optional<Path> program = Tool.BUBBLEWRAP.find(host);
    if (program.isEmpty()) {
      return new Sandbox(host, program, Dialect.OLD, Optional.of("bubblewrap is not installed"));
    }
    try {
      return find(host, program.get());
    } catch (IOException e) {
      return new Sandbox(host, program, Dialect.OLD, Optional.of(IoErrors.reason(e)));
    }
  }

  private static Sandbox find(Host host, Path program) throws IOException {
    Path file = host.cache().folder(CacheFolder.BOOT).resolve("sandbox");
    String key = key(program);
    String known = AtomicFiles.read(file).orElse("");
    for (Dialect dialect : Dialect.values()) {
      if (known.equals(key + dialect + "\n")) {
        return new Sandbox(host, Optional.of(program), dialect, Optional.empty());
      }
    }
    String reason = "";
    for (Dialect dialect : Dialect.values()) {
      Sandbox sandbox = new Sandbox(host, Optional.of(program), dialect, Optional.empty());
      Outcome outcome = sandbox.tryOut();
      if (outcome.succeeded() && outcome.output().equals(TOKEN)) {
        remember(file, key + dialect + "\n");
        return sandbox;
      }
      reason = SandboxRefusal.reason(outcome);
    }
    return new Sandbox(host, Optional.of(program), Dialect.OLD, Optional.of(reason));
  }

  /** A refusal is not remembered: its cause is often a setting, which takes no reboot to change. */
  private static void remember(Path file, String text) {
    try {
      AtomicFiles.write(file, text);
    } catch (IOException e) {
      // Without a writable cache, the next run tries again.
      return;
    }
  }

  /** A container with the same cache has namespaces of its own. */
  private static String key(Path program) throws IOException {
    Path real = program.toRealPath();
    Path namespaces = Path.of("/proc/self/ns");
    return String.join(
        "\n",
        BootId.current(),
        real
            + " "
            + Files.size(real)
            + " "
            + Files.getLastModifiedTime(real).to(TimeUnit.NANOSECONDS),
        Files.readSymbolicLink(namespaces.resolve("user"))
            + " "
            + Files.readSymbolicLink(namespaces.resolve("mnt"))
            + " "
            + Files.getAttribute(namespaces.resolve("mnt"), "unix:uid"),
        "");
  }

  private Outcome tryOut() throws IOException {
    Command command = Command.of("printf", "%s", TOKEN);
    List<String> words = enter(command, Confinement.strict(), host.toolEnvironment(), Path.of("/"));
    return new ProcessRunner(host).run(Command.of(words).limit(PATIENCE));
  }

  /**
   * The words that run a command in the sandbox, after a shell has run {@link #preparation}.
   *
   * @param variables all the variables it gets
   * @param folder where it runs
   */
  List<String> enter(
      Command command, Confinement confinement, Map<String, String> variables, Path folder) {
    List<String> words = new ArrayList<>(command.launcher());
    words.add(bubblewrap.orElseThrow().toString());
    words.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts"));
    words.addAll(List.of("--unshare-cgroup-try", "--die-with-parent", "--cap-drop", "ALL"));
    boolean isRoot = owner(Path.of("/proc/self")) == 0;
    if (isRoot) {
      // As it is used to: permissions do not apply to it. Only to what it sees.
      words.addAll(List.of("--cap-add", "CAP_DAC_OVERRIDE", "--cap-add", "CAP_FOWNER"));
    }
    if (!isRoot
        || confinement.identity().isPresent()
        || confinement.mounts().stream().allMatch(m -> owner(m.source()) <= 0)) {
      words.add("--unshare-user");
      words.addAll(dialect.options);
    }
    if (!confinement.network()) {
      words.add("--unshare-net");
    }
    confinement
        .identity()
        .ifPresent(
            who -> words.addAll(List.of("--uid", "" + who.user(), "--gid", "" + who.user())));
    words.addAll(
        List.of(
            "--hostname",
            confinement.identity().map(Confinement.Identity::host).orElse("distroc")));
    words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", HOME));
    SandboxView view =
        new SandboxView(confinement, host.home(), variables.getOrDefault("PATH", ""));
    tool(command, variables).ifPresent(view::addUnlessVisible);
    words.addAll(view.options());
    words.addAll(List.of("--remount-ro", "/"));
    words.addAll(List.of("--chdir", view.hasFolder(folder) ? real(folder) : HOME, "--"));
    words.addAll(List.of("env", "--default-signal=" + SIGNALS, "--"));
    words.addAll(command.words());
    return words;
  }

  /** The file of the command's program, which may be a link out of the folders of the PATH. */
  private Optional<Path> tool(Command command, Map<String, String> variables) {
    String name = command.words().get(0);
    return name.startsWith("/")
        ? Optional.of(Path.of(name))
        : new Host(variables, host.currentFolder()).find(name);
  }

  /**
   * The number of a file's user; -1 if there is no such file. In a user namespace, not even root
   * may change the files of users who are not in it.
   */
  private static int owner(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:uid");
    } catch (IOException e) {
      return -1;
    }
  }

  private static String real(Path folder) {
    try {
      return folder.toRealPath().toString();
    } catch (IOException e) {
      return folder.toString();
    }
  }

  /**
   * Commands of a shell that bubblewrap inherits the effects of: signals are ignored, and resources
   * are limited. A program that did this would cost as much time as the namespaces.
   */
  static String preparation(Confinement.Limits limits) {
    long processes = lower(limits.processes(), "processes");
    return String.join(
        "\n",
        "trap '' " + SIGNALS.replace(',', ' '),
        "ulimit -c 0",
        "ulimit -f " + lower(limits.fileBytes(), "file size") / BLOCK,
        "ulimit -d " + lower(limits.memoryBytes(), "data size") / KIB,
        // The option's name differs among shells.
        "ulimit -u " + processes + " 2>/dev/null || ulimit -p " + processes);
  }

  /** A limit of the host that is lower stays: it cannot be raised. */
  private static long lower(long wanted, String name) {
    return LIMITS
        .lines()
        .filter(line -> line.startsWith("Max " + name + " "))
        .map(line -> line.substring(26).strip().split(" +")[1])
        .filter(text -> text.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .reduce(wanted, Math::min);
  }

  private static String limitsOfDistroc() {
    try {
      return BoundedFiles.text(PROCESS_LIMITS, BoundedFiles.NOTE);
    } catch (IOException e) {
      return "";
    }
  }
}
