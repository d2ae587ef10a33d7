package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.explain.ConfigurationDiff;
import org.distroc.kconfig.explain.ConfigurationDiff.Change;
import org.distroc.kconfig.explain.ConfigurationDiff.Group;
import org.distroc.pipeline.KernelConfigs;
import org.distroc.pipeline.NamedConfiguration;
import org.distroc.report.Plurals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the kernel configuration of a recipe. */
@Command(
    sortOptions = false,
    description = {
      "The whole .config is printed as `make olddefconfig` would write it; --diff lists"
          + " differences",
      "by menu."
    },
    footer = {
      "",
      "Examples: distroc config recipes/tiny.yaml > tiny.config",
      "          distroc config recipes/tiny.yaml --diff recipes/serial.yaml"
    })
final class ConfigVerb extends Verb {
  @Parameters(paramLabel = "RECIPE", description = "The recipe.")
  private Path recipe;

  @Option(names = "--minimal", description = "Print only what `make savedefconfig` would keep.")
  private boolean minimal;

  @Option(
      names = "--diff",
      paramLabel = "OTHER",
      description = "Compare with another recipe (*.yaml) or a .config file.")
  private Path other;

  @Mixin private CommonOptions settings;

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  public ExitCode call() throws IOException {
    settings.applyTo(reporter);
    if (minimal && other != null) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--minimal` and `--diff` are mutually exclusive")
              .help("choose one"));
    }
    KernelConfigs configs =
        new KernelConfigs(
            settings.on(host), reporter, settings.toRunOptions(reporter.streams().in()));
    NamedConfiguration configured = taken(configs.ofRecipe(recipe));
    if (other == null) {
      print(configured);
    } else {
      NamedConfiguration second =
          isRecipe(other)
              ? taken(configs.ofRecipe(other))
              : configs.ofFile(
                  other, configured.kernel(), KconfigTree.of(configured.configuration()));
      compare(configured, second);
    }
    return ExitCode.DONE;
  }

  /** A configuration without what the recipe asks for would not be the recipe's. */
  private static NamedConfiguration taken(NamedConfiguration configured) {
    if (configured.unmet().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      throw new Failure(configured.unmet());
    }
    return configured;
  }

  private static boolean isRecipe(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private void print(NamedConfiguration configured) {
    byte[] bytes =
        minimal ? configured.configuration().writeMinimal() : configured.configuration().write();
    reporter.result(bytes);
    reporter.result("kernel", configured.kernel().release().toString());
    reporter.result("config", NamedConfiguration.text(bytes));
  }

  private void compare(NamedConfiguration before, NamedConfiguration after) {
    ConfigurationDiff diff =
        ConfigurationDiff.between(before.configuration(), after.configuration());
    reporter.result("before", before.words());
    reporter.result("after", after.words());
    reporter.result("groups", diff.groups().stream().map(ConfigVerb::toMap).toList());
    int count = 0;
    for (Group group : diff.groups()) {
      reporter.result(group.menu().isEmpty() ? "(top)" : String.join(" > ", group.menu()));
      for (Change change : group.changes()) {
        count++;
        String values = shown(before, change, true) + " -> " + shown(after, change, false);
        reporter.result(String.format(Locale.ROOT, "  %-36s %s", change.name(), values));
      }
      reporter.result("");
    }
    String options = Plurals.count(count, "option") + (count == 1 ? " differs" : " differ");
    reporter.info(options + ": " + before.words() + " -> " + after.words());
  }

  private static String shown(NamedConfiguration side, Change change, boolean first) {
    return (first ? change.before() : change.after())
        .map(value -> value.isEmpty() ? "\"\"" : value)
        .orElseGet(() -> side.isDefined(change.name()) ? "(hidden)" : "(not in this kernel)");
  }

  private static Map<String, Object> toMap(Group group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("menu", group.menu());
    map.put("changes", group.changes().stream().map(ConfigVerb::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", change.name());
    map.put("before", change.before().orElse(null));
    map.put("after", change.after().orElse(null));
    return map;
  }
}
