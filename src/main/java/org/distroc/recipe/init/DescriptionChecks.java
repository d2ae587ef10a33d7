package org.distroc.recipe.init;

import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/**
 * Checks of a described init program that need several keys. Each looks only at what is written,
 * and ignores what is missing or was reported before.
 */
public final class DescriptionChecks {
  private final SourceLocations recipe;
  private final FileDiagnostics findings;

  private DescriptionChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
  }

  /** Runs all of them; errors and warnings go to {@code findings}. */
  public static void check(SourceLocations recipe, FileDiagnostics findings) {
    if (!(recipe.node("/init") instanceof Node.Keys init)) {
      return;
    }
    DescriptionChecks checks = new DescriptionChecks(recipe, findings);
    if (InitReader.describes(recipe)) {
      new MountChecks(recipe, findings).check();
      new ServiceChecks(recipe, findings).check();
      checks.steps();
      checks.gateways();
      checks.withoutEffect(init);
    } else if (init.get("program") == null && init.get("source") == null && init.complete()) {
      // A key that was refused may be a misspelling of the one that is missing.
      if (init.entries().values().stream().noneMatch(entry -> findings.isBad(entry.key()))) {
        checks.nothing();
      }
    }
  }

  private void nothing() {
    findings.error(
        recipe.key("/init"),
        () ->
            Diagnostic.error(Code.D1025, "`init` needs `program`, `source` or `services`")
                .label("`program`, `source` or `services` is missing")
                .why("one of them says what runs as process 1")
                .help("add one of them"));
  }

  /** Keys about the program of `program` or `source`. */
  private void withoutEffect(Node.Keys init) {
    for (String key : List.of("libc", "syscalls")) {
      if (init.get(key) != null) {
        findings.error(
            init.entries().get(key).key(),
            () ->
                Diagnostic.error(Code.D1025, "`" + key + "` cannot be combined with `services`")
                    .label("not with a generated program")
                    .why("distroc generates the init program, and knows what it calls")
                    .help("remove `" + key + "`"));
      }
    }
  }

  private void steps() {
    if (!(recipe.node("/init/steps") instanceof Node.Items steps)) {
      return;
    }
    Programs programs = new Programs(recipe, findings);
    for (Node item : steps.items()) {
      if (item instanceof Node.Keys step) {
        programs.check(step.get("run"));
        programs.user(step.get("user"));
        boolean does =
            List.of("run", "wait", "mount").stream().anyMatch(step.entries()::containsKey);
        if (!does && step.complete() && !step.entries().isEmpty()) {
          findings.error(step, DescriptionChecks::withoutAction);
        }
        for (String key : List.of("within", "user")) {
          if (does && step.get("run") == null && step.get(key) != null) {
            findings.error(step.entries().get(key).key(), () -> onlyWithRun(key));
          }
        }
      }
    }
  }

  private static Diagnostic withoutAction() {
    return Diagnostic.error(Code.D1025, "this step does nothing")
        .label("no `run`, `wait` or `mount`")
        .why("a step has exactly one of them; the other keys only say when and how")
        .help("add one, for example `run: [/bin/setup]`");
  }

  private static Diagnostic onlyWithRun(String key) {
    return Diagnostic.error(Code.D1025, "`" + key + "` is for steps with `run`")
        .label("no `run` here")
        .why("no program is started")
        .help(
            key.equals("within")
                ? "write the time limit into `wait: {…, within: …}`, or remove it"
                : "remove it");
  }

  private void gateways() {
    if (!(recipe.node("/init/network") instanceof Node.Keys network)) {
      return;
    }
    for (Map.Entry<String, Node.Entry> entry : network.entries().entrySet()) {
      if (entry.getValue().value() instanceof Node.Keys card
          && card.get("address") instanceof Node.Scalar address
          && card.get("gateway") instanceof Node.Scalar gateway
          && !findings.isBad(address)
          && !findings.isBad(gateway)
          && isOutside(address.text(), gateway.text())) {
        findings.error(
            gateway,
            () ->
                Diagnostic.error(
                        Code.D4309,
                        "the gateway " + gateway.text() + " is not in the network of its interface")
                    .label("not in " + address.text())
                    .why("the kernel refuses a route through a machine that it cannot reach")
                    .help("correct one of the two, or the length of the prefix"));
      }
    }
  }

  private static boolean isOutside(String address, String gateway) {
    int slash = address.indexOf('/');
    int length = Integer.parseInt(address.substring(slash + 1));
    long mask = 0xffffffffL << (32 - length);
    return ((number(address.substring(0, slash)) ^ number(gateway)) & mask & 0xffffffffL) != 0;
  }

  private static long number(String address) {
    long value = 0;
    for (String part : address.split("\\.")) {
      value = value << 8 | Integer.parseInt(part);
    }
    return value;
  }
}
