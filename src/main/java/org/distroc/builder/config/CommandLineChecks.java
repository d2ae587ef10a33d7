package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kernel.KernelParameters;
import org.distroc.plan.BuildPlan;

/**
 * Checks the kernel's command line against the kernel, its configuration, and the initramfs. Init
 * can read parameters that the kernel does not know, so most findings are warnings.
 */
final class CommandLineChecks {
  private static final String INIT = "/init";

  private final BuildPlan plan;
  private final Configuration configuration;
  private final KernelParameters parameters;
  private final OptionRemedies remedies;
  private final CommandLine line;
  private final List<Diagnostic> findings = new ArrayList<>();

  private CommandLineChecks(
      BuildPlan plan, Configuration configuration, KernelParameters parameters) {
    this.plan = plan;
    this.configuration = configuration;
    this.parameters = parameters;
    this.remedies = new OptionRemedies(configuration);
    this.line = CommandLine.of(plan, configuration);
  }

  /** Errors for what cannot work, warnings for what probably does not. */
  static List<Diagnostic> check(
      BuildPlan plan, Configuration configuration, KernelParameters parameters) {
    CommandLineChecks checks = new CommandLineChecks(plan, configuration, parameters);
    checks.ignored();
    checks.findings.addAll(ConsoleChecks.check(plan, checks.line, checks.remedies));
    checks.init();
    checks.line.words().forEach(checks::unknown);
    checks.findings.addAll(RootChecks.check(plan, checks.line, checks.remedies));
    return List.copyOf(checks.findings);
  }

  private void ignored() {
    if (line.ignored().isEmpty()) {
      return;
    }
    String option = CommandLine.override(configuration).orElseThrow();
    findings.add(
        Diagnostic.warning(
                Code.D2153, "the kernel ignores `" + String.join(" ", line.ignored()) + "`")
            .at(
                plan.locations().keys().containsKey("kernel.cmdline")
                    ? plan.locations().cmdline()
                    : CommandLine.place(plan, option))
            .label("never read")
            .why(
                "the kernel option "
                    + option
                    + " is on: only the text of the option CMDLINE counts")
            .help("write the parameters into `CMDLINE` under `kernel: options:`")
            .help("or set `" + option + ": n`"));
  }

  /** {@code rdinit=} names a file of the initramfs; without an initramfs, {@code init=} counts. */
  private void init() {
    Optional<CommandLine.Word> first = last("rdinit");
    boolean inInitramfs = plan.buildsInitramfs();
    if (first.isPresent()) {
      String file = first.get().value().orElse("");
      if (!inInitramfs) {
        withoutEffect(first.get(), "the recipe builds no initramfs, where it would name a file");
      } else if (!isInit(file)) {
        findings.add(
            Diagnostic.warning(
                    Code.D2154, "the initramfs has no file `" + file + "`, which `rdinit=` names")
                .at(first.get().at())
                .label("not in the initramfs")
                .why("distroc puts the init program there as " + INIT)
                .why("the kernel would look for a root file system instead, and panic")
                .help("remove it: the kernel starts " + INIT));
        return;
      }
    }
    if (inInitramfs) {
      last("init")
          .ifPresent(
              word ->
                  withoutEffect(
                      word,
                      "the kernel starts "
                          + INIT
                          + " of the initramfs, and looks at `init=` only without one"));
    }
  }

  private void withoutEffect(CommandLine.Word word, String why) {
    findings.add(
        Diagnostic.warning(Code.D2155, "`" + word.text() + "` has no effect")
            .at(word.at())
            .label("no effect")
            .why(why)
            .help("remove it"));
  }

  private boolean isInit(String file) {
    String path = file;
    while (path.startsWith("/") || path.startsWith("./")) {
      path = path.substring(path.startsWith("/") ? 1 : 2);
    }
    String absolute = "/" + path;
    return absolute.equals(INIT)
        || plan.root().filter(root -> root.reached(absolute).isPresent()).isPresent();
  }

  /** The kernel takes the last one. */
  private Optional<CommandLine.Word> last(String name) {
    return line.words().stream()
        .filter(word -> word.name().equals(name) && word.value().isPresent())
        .reduce((one, other) -> other);
  }

  private void unknown(CommandLine.Word word) {
    String name = word.name();
    // Names in capitals are meant for the environment of init.
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,80}") || name.matches("[A-Z][A-Z0-9_]*")) {
      return;
    }
    Optional<List<String>> meant =
        parameters.unknown(plan.kernel().tree(), plan.architecture(), name);
    if (meant.isEmpty()) {
      return;
    }
    Diagnostic finding =
        Diagnostic.warning(
                Code.D2156,
                "Linux " + plan.kernel().tree().release() + " has no parameter `" + name + "`")
            .at(word.at())
            .label("unknown parameter")
            .why(
                name.indexOf('.') < 0
                    ? "the kernel passes what it does not know to init"
                    : "the kernel ignores parameters of modules that it does not have");
    if (!meant.get().isEmpty()) {
      finding = finding.help("did you mean `" + String.join("` or `", meant.get()) + "`?");
    }
    findings.add(
        finding.help("if it is for init, put it after an item `--`, or ignore this warning"));
  }
}
