package org.distroc.boot.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.test.BootExplanation;

/**
 * What init printed last before it ended. A program that exits with another status than 0 has
 * nearly always said why.
 */
final class LastWords {
  /** The explanations of an init that exited. */
  private static final Set<String> EXITED = Set.of("init-ended/exited", "init-ended/not-started");

  private static final Pattern SUCCESS =
      Pattern.compile("Attempted\\s+to\\s+kill\\s+init!\\s+exitcode=0x0{8}");

  private static final String TIME = "\\[\\s{0,6}\\d{1,7}\\.\\d{6}\\]";
  private static final Pattern PANIC =
      Pattern.compile("(?:" + TIME + "\\s)?Kernel\\s+panic\\s+-\\s+not\\s+syncing");
  private static final Pattern TIMED = Pattern.compile(TIME);
  private static final Pattern STARTED = Pattern.compile("\\s*Run /\\S+ as init process");

  /** Lines of a kernel that prints no times, after it started init. */
  private static final Pattern KERNELS =
      Pattern.compile(
          " {2}with (?:arguments|environment):| {4}(?:/\\S+|HOME=/|TERM=\\S+)"
              + "|(?:random|input|tsc|clocksource|usb|ata|\\w{3,8}/mm|process|sched_clock|hrtimer)\\b.*");

  private static final int LONGEST = 200;

  private LastWords() {}

  /** The explanations; those of an init that exited begin with its last line. */
  static List<BootExplanation> added(List<BootExplanation> explanations, String console) {
    Optional<String> said =
        SUCCESS.matcher(console).find() ? Optional.empty() : LastWords.of(console);
    return said.isEmpty()
        ? explanations
        : explanations.stream()
            .map(one -> EXITED.contains(one.id()) ? with(one, said.get()) : one)
            .toList();
  }

  private static BootExplanation with(BootExplanation one, String said) {
    List<String> help = new ArrayList<>(List.of("start with what that line reports"));
    help.addAll(one.help());
    return new BootExplanation(
        one.id(),
        one.title(),
        "init's last line: \"" + said + "\". " + one.sentence(),
        help,
        one.about(),
        one.check(),
        one.aside());
  }

  /** Init's last line before the panic, if it printed one. */
  static Optional<String> of(String console) {
    Matcher panic = PANIC.matcher(console);
    if (!panic.find()) {
      return Optional.empty();
    }
    List<String> lines = console.substring(0, panic.start()).lines().toList();
    boolean hasTimes = lines.stream().anyMatch(line -> TIMED.matcher(line).lookingAt());
    boolean sawStart = lines.stream().anyMatch(LastWords::isStart);
    boolean isQuiet = lines.stream().noneMatch(line -> line.startsWith("Linux version "));
    for (int i = lines.size() - 1; i >= 0 && !isStart(lines.get(i)); i--) {
      String line = lines.get(i);
      boolean kernels =
          hasTimes ? TIMED.matcher(line).lookingAt() : sawStart && KERNELS.matcher(line).matches();
      // Of a kernel without times, only what follows the start of init is told apart.
      if (!kernels && !line.isBlank() && (hasTimes || sawStart || isQuiet)) {
        String said = TIMED.split(line.strip())[0].strip();
        return Optional.of(said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…");
      }
    }
    return Optional.empty();
  }

  private static boolean isStart(String line) {
    return STARTED.matcher(TIMED.matcher(line).replaceFirst("")).lookingAt();
  }
}
