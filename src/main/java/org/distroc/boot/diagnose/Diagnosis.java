package org.distroc.boot.diagnose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.boot.CpuState;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.boot.Launch;
import org.distroc.boot.Symbolizer;
import org.distroc.boot.diagnose.VerboseReboot.Heard;
import org.distroc.boot.test.BootExplanation;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.plan.Machine;

/**
 * Explains why a boot failed, at a line of the recipe. The knowledge is in the {@link
 * DiagnosisTable}; this collects the facts that it needs, if necessary by a second boot.
 */
public final class Diagnosis {
  private static final int LAST_LINES = 15;

  /** The lowest seven bits of the code are the number of the signal. */
  private static final Pattern KILLED =
      Pattern.compile("Attempted\\s+to\\s+kill\\s+init!\\s+exitcode=0x0{6}(?!00|80)");

  private static final int WIDTH = 88;

  private final Host host;
  private final Launch launch;
  private final DiagnosisContext knowledge;
  private final DiagnosisTable table = DiagnosisTable.shipped();

  /** With the facts about the guest, and what it was started with. */
  public Diagnosis(Host host, Launch launch, DiagnosisContext knowledge) {
    this.host = host;
    this.launch = launch;
    this.knowledge = knowledge;
  }

  /** Whether there is something to explain: the guest failed or panicked. */
  public static boolean isDue(BootResult result) {
    return !result.passed() || hasPanicked(result);
  }

  private static boolean hasPanicked(BootResult result) {
    return result.facts().is(Fact.PANICKED, "yes");
  }

  /**
   * The result, explained if the guest failed or panicked.
   *
   * @param machine the machine it ran on
   * @param medium what that was started from
   */
  public BootResult of(BootResult result, Machine machine, BootMedium medium)
      throws IOException, InterruptedException {
    if (!isDue(result)) {
      return result;
    }
    Facts.Builder all = new Facts.Builder().add(knowledge.facts()).add(result.facts());
    Facts facts = all.build();
    Optional<Heard> heard =
        !result.passed() && (isTooQuiet(facts, hasPanicked(result)) || isKilledUnseen(result))
            ? new VerboseReboot(host, launch, knowledge.architecture().consoles())
                .run(machine, medium, knowledge.direct(), result.evidence().again())
            : Optional.empty();
    heard.ifPresent(h -> addTo(all, h));
    String console = result.console() + heard.map(h -> "\n" + h.console()).orElse("");
    FailedCalls.addTo(all, console);
    List<BootExplanation> explanations =
        LastWords.added(table.explain(console, all.build()), console);
    return result.explained(
        explanations,
        result.passed() ? result.diagnostics() : diagnostics(result, heard, explanations));
  }

  /** Nothing on the console, too little on purpose, or cut off in the middle of a word. */
  private boolean isTooQuiet(Facts facts, boolean panicked) {
    boolean reset = facts.is(Fact.ENDING, "reset") && !panicked;
    boolean hushed = facts.is(Fact.CMDLINE_QUIET, "yes") && !panicked;
    return facts.is(Fact.CONSOLE, "silent") || reset || hushed;
  }

  /** A signal killed init, and the kernel did not say where it was: it does so when asked. */
  private boolean isKilledUnseen(BootResult result) {
    return hasPanicked(result)
        && KILLED.matcher(result.console()).find()
        && !ConsoleAddresses.areInInit(
            result.console(), knowledge.architecture().debug().addresses());
  }

  private void addTo(Facts.Builder facts, Heard heard) {
    facts.put(Fact.AGAIN, heard.spoke() ? "spoke" : "silent");
    if (heard.tripleFault()) {
      facts.put(Fact.FAULT, "triple");
    }
    if (heard.processor().isPresent()) {
      CpuState processor = heard.processor().get();
      facts.cpu(processor);
      facts.put(Fact.CPU_AT, processor.where(knowledge.addresses()));
    }
  }

  private List<Diagnostic> diagnostics(
      BootResult result, Optional<Heard> heard, List<BootExplanation> explanations) {
    List<Diagnostic> all = new ArrayList<>(result.diagnostics());
    int last = all.size() - 1;
    Diagnostic failure = withAddresses(all.get(last), result.console());
    if (heard.isPresent()) {
      failure = withSecondBoot(failure, heard.get());
    } else {
      failure = withProcessor(failure, result.facts().cpu());
    }
    boolean late = result.outcome() == Outcome.TIMED_OUT || result.outcome() == Outcome.TOO_LATE;
    if (late && explanations.isEmpty()) {
      // An idle guest waits for something: more time would not help.
      failure =
          result.facts().is(Fact.CPU, "idle")
              ? failure.why("the guest was idle: it waits for input or for an event")
              : failure.help("if the guest is just slow, raise the test's `timeout`");
    }
    all.set(last, failure);
    explanations.forEach(explanation -> all.add(diagnostic(explanation)));
    return all;
  }

  private Diagnostic withAddresses(Diagnostic diagnostic, String console) {
    List<String> names =
        ConsoleAddresses.named(
            console, knowledge.addresses(), knowledge.architecture().debug().addresses());
    return names.isEmpty()
        ? diagnostic
        : diagnostic.why("addresses on the console, symbolized:\n" + String.join("\n", names));
  }

  /** A kernel that moves itself has its functions elsewhere than its map says. */
  private Diagnostic withProcessor(Diagnostic failure, Optional<CpuState> processor) {
    boolean moves = knowledge.facts().option("RANDOMIZE_BASE").equals(Optional.of("y"));
    Symbolizer book = moves ? Symbolizer.EMPTY : knowledge.addresses();
    return processor
        .map(p -> failure.why("CPU state at the timeout: " + p.inWords(book)))
        .orElse(failure);
  }

  private Diagnostic withSecondBoot(Diagnostic failure, Heard heard) {
    List<String> lines = heard.console().stripTrailing().lines().toList();
    Diagnostic diagnostic =
        heard.spoke()
            ? failure.why(
                "last lines of a second, verbose boot:\n"
                    + String.join(
                        "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())))
            : failure.why("a second, verbose boot printed nothing either");
    diagnostic = withAddresses(diagnostic, heard.console());
    return heard.processor().isEmpty()
        ? diagnostic
        : diagnostic.why(
            "CPU state then: " + heard.processor().get().inWords(knowledge.addresses()));
  }

  /** In lines that fit a terminal. */
  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      boolean fits = column + 1 + word.length() <= WIDTH;
      lines.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = column > 0 && fits ? column + 1 + word.length() : word.length();
    }
    return lines.toString();
  }

  private Diagnostic diagnostic(BootExplanation explanation) {
    Diagnostic diagnostic =
        explanation.aside()
            ? Diagnostic.warning(Code.D7040, explanation.title())
            : Diagnostic.error(Code.D7040, explanation.title());
    diagnostic = diagnostic.why(wrapped(explanation.sentence()));
    if (!explanation.about().isEmpty()) {
      diagnostic =
          diagnostic.at(Optional.ofNullable(knowledge.places().apply(explanation.about())));
    }
    for (Diagnostic finding : knowledge.findings()) {
      if (finding.code().name().equals(explanation.check())) {
        String at = finding.at().map(s -> s.file() + ":" + s.line() + ", ").orElse("");
        diagnostic =
            diagnostic.why(
                "the check " + finding.code() + " reports it: " + at + finding.message());
      }
    }
    for (String help : explanation.help()) {
      diagnostic = diagnostic.help(help);
    }
    return diagnostic;
  }
}
