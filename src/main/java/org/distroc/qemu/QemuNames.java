package org.distroc.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;

/**
 * The machines, processors and devices that an installed QEMU has. QEMU itself is asked, once: the
 * names are cached until another QEMU is installed.
 */
public final class QemuNames {
  /** Kinds of names. */
  public enum Kind {
    /** Machine types. */
    MACHINE("-machine", "machine", "(?m)^([\\w.-]{1,60}+) "),
    /** Processors; some lists have the architecture in front. */
    CPU("-cpu", "processor", "(?m)^(?: {2}|[a-z]\\w{0,20}+ {1,30}+)([\\w.+-]{1,60}+)(?: |:|$)"),
    /** Devices, and other names for them. */
    DEVICE("-device", "device", "(?:^name|, alias) \"([\\w.+,-]{1,80}+)\"");

    private final String flag;
    private final String noun;
    private final Pattern pattern;

    Kind(String flag, String noun, String pattern) {
      this.flag = flag;
      this.noun = noun;
      this.pattern = Pattern.compile(pattern, Pattern.MULTILINE);
    }
  }

  /**
   * A name that a recipe has.
   *
   * @param text as for QEMU: properties follow after a comma
   * @param at where it is
   */
  public record Asked(Kind kind, String text, Span at) {}

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String HEADER = "qemu names 1";

  private final Host host;

  /** Names with the cache of a host. */
  public QemuNames(Host host) {
    this.host = host;
  }

  /** An error for each name that QEMU does not have; none if it is not installed, or fails. */
  public List<Diagnostic> check(String program, List<Asked> asked) {
    List<Asked> named = asked.stream().filter(one -> name(one).isPresent()).toList();
    Optional<Path> binary = named.isEmpty() ? Optional.empty() : host.find(program);
    if (binary.isEmpty()) {
      return List.of();
    }
    Map<Kind, Set<String>> known;
    try {
      known = names(new Qemu(binary.get(), false));
    } catch (IOException e) {
      // Starting a guest reports what is wrong with this QEMU.
      return List.of();
    }
    List<Diagnostic> findings = new ArrayList<>();
    for (Asked one : named) {
      Set<String> names = known.getOrDefault(one.kind(), Set.of());
      String name = name(one).orElseThrow();
      if (!names.isEmpty() && !names.contains(name)) {
        findings.add(unknown(program, one, name, names));
      }
    }
    return findings;
  }

  private static Diagnostic unknown(String program, Asked one, String name, Set<String> names) {
    Diagnostic finding =
        Diagnostic.error(Code.D2162, "QEMU has no " + one.kind().noun + " `" + name + "`")
            .at(one.at())
            .label("unknown to QEMU")
            .why("`" + program + " " + one.kind().flag + " help` does not list it");
    List<String> near = new ArrayList<>();
    names.stream().filter(other -> other.equalsIgnoreCase(name)).forEach(near::add);
    if (near.isEmpty()) {
      near.addAll(NearestNames.nearest(name, names));
    }
    return near.isEmpty()
        ? finding.help("choose one from that list")
        : finding.help("did you mean `" + String.join("` or `", near) + "`?");
  }

  /** The name before any property; empty if there is none, or it is a question. */
  private static Optional<String> name(Asked one) {
    String head = one.text().split(",", 2)[0];
    for (String key : List.of("type=", "driver=")) {
      head = head.startsWith(key) ? head.substring(key.length()) : head;
    }
    boolean plain = head.matches("[A-Za-z0-9][\\w.+-]{0,80}") && !head.equals("help");
    return plain ? Optional.of(head) : Optional.empty();
  }

  private Map<Kind, Set<String>> names(Qemu qemu) throws IOException {
    Path file =
        host.cache()
            .folder(CacheFolder.BOOT)
            .resolve(qemu.binary().getFileName().toString() + ".names");
    String identity = HEADER + " " + qemu.identity();
    Optional<Map<Kind, Set<String>>> kept = kept(file, identity);
    if (kept.isPresent()) {
      return kept.get();
    }
    Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
    StringBuilder text = new StringBuilder(identity).append('\n');
    for (Kind kind : Kind.values()) {
      Set<String> some = ask(qemu, kind);
      names.put(kind, some);
      text.append(String.join(" ", some)).append('\n');
    }
    if (names.values().stream().noneMatch(Set::isEmpty)) {
      keep(file, text.toString());
    }
    return names;
  }

  private static Optional<Map<Kind, Set<String>>> kept(Path file, String identity)
      throws IOException {
    Optional<byte[]> bytes = BoundedFiles.entry(file, BoundedFiles.NOTE);
    String text = new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", -1);
    if (lines.length != Kind.values().length + 2 || !lines[0].equals(identity)) {
      return Optional.empty();
    }
    Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      names.put(kind, Set.of(lines[kind.ordinal() + 1].split(" ")));
    }
    return Optional.of(names);
  }

  private static void keep(Path file, String text) {
    try {
      AtomicFiles.write(file, text);
    } catch (IOException e) {
      // Without a cache entry, QEMU is asked again.
      return;
    }
  }

  /** Nothing of a recipe is among the arguments. */
  private Set<String> ask(Qemu qemu, Kind kind) throws IOException {
    Outcome outcome =
        new ProcessRunner(host)
            .run(Command.of(qemu.binary().toString(), kind.flag, "help").limit(LIMIT));
    Set<String> names = new TreeSet<>();
    if (outcome.succeeded()) {
      // Below its processors QEMU lists their features.
      String list = outcome.output().split("\nRecognized ", 2)[0];
      Matcher match = kind.pattern.matcher(list);
      while (match.find()) {
        names.add(match.group(1));
      }
    }
    return names;
  }
}
