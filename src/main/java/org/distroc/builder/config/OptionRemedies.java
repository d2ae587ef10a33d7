package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.value.Assignment;

/**
 * What a configuration lacks, and settings with which it has it, each tried before it is proposed.
 * An option may have alternatives, separated by {@code |}, the usual one first.
 */
final class OptionRemedies {
  private static final String UNDER = " under `kernel: options:`";

  /** The most settings that are tried for one remedy. */
  private static final int MOST = 12;

  private final Configuration configuration;
  private final KconfigTree tree;

  OptionRemedies(Configuration configuration) {
    this.configuration = configuration;
    this.tree = KconfigTree.of(configuration);
  }

  /** Whether the kernel has the option, but not built in. */
  boolean lacks(String option) {
    return configuration.value(option).filter(value -> !value.equals("y")).isPresent();
  }

  /** Whether the option is built in. */
  boolean has(String option) {
    return configuration.value(option).filter("y"::equals).isPresent();
  }

  /**
   * What is missing of the options: of each without a built-in alternative the first one that this
   * kernel has. Options without such an alternative are ignored.
   */
  List<String> missing(List<String> options) {
    List<String> missing = new ArrayList<>();
    for (String option : options) {
      List<String> alternatives = List.of(option.split("\\|"));
      if (alternatives.stream().noneMatch(this::has)) {
        alternatives.stream().filter(this::lacks).findFirst().ifPresent(missing::add);
      }
    }
    return missing;
  }

  /** Says that options are off. */
  static String areOff(List<String> options) {
    int last = options.size() - 1;
    return last == 0
        ? "the kernel option " + options.get(0) + " is off"
        : "the kernel options "
            + String.join(", ", options.subList(0, last))
            + " and "
            + options.get(last)
            + " are off";
  }

  /** Whether this kernel has an alternative of each of the options, on or off. */
  boolean knows(List<String> options) {
    return options.stream()
        .allMatch(
            option ->
                List.of(option.split("\\|")).stream()
                    .anyMatch(one -> configuration.value(one).isPresent()));
  }

  /** The finding, with verified settings that turn the option on. */
  Diagnostic with(Diagnostic finding, String option) {
    return with(finding, new Assignment(option, "y"));
  }

  /** The finding, with verified settings that give an option a value. */
  Diagnostic with(Diagnostic finding, Assignment wanted) {
    OptionExplanation explanation = tree.explain(configuration, wanted);
    Diagnostic more = finding;
    if (explanation.takes()) {
      more = more.help(verb(wanted) + "`" + wanted + "`" + UNDER + " (verified)");
    }
    for (OptionExplanation.Fix fix : explanation.fixes()) {
      List<Assignment> all = new ArrayList<>(fix.additions());
      if (all.stream().noneMatch(a -> a.name().equals(wanted.name()))) {
        all.add(0, wanted);
      }
      String words = new OptionExplanation.Fix(all, fix.changes()).toString();
      more = more.help(verb(wanted) + words + UNDER + " (verified)");
    }
    if (!explanation.takes() && explanation.fixes().isEmpty()) {
      more = more.help("`distroc explain " + wanted.name() + " -r RECIPE` shows what it needs");
    }
    return more;
  }

  /** The finding, with verified settings that turn all of the options on. */
  Diagnostic with(Diagnostic finding, List<String> options) {
    if (options.size() == 1) {
      return with(finding, options.get(0));
    }
    Optional<List<Assignment>> together = together(options);
    if (together.isEmpty()) {
      Diagnostic more = finding;
      for (String option : options) {
        more = with(more, option);
      }
      return more;
    }
    boolean changes =
        together.get().stream().anyMatch(a -> configuration.asked(a.name()).isPresent());
    String words = new OptionExplanation.Fix(together.get(), changes).toString();
    return finding.help(
        (changes ? "change the recipe to say " : "add ") + words + UNDER + " (verified)");
  }

  /** Settings with which all of the options are on; empty if this way finds none. */
  private Optional<List<Assignment>> together(List<String> options) {
    Map<String, Assignment> added = new LinkedHashMap<>();
    options.forEach(option -> added.put(option, new Assignment(option, "y")));
    while (added.size() <= MOST) {
      Configuration tried = with(added.values());
      Optional<Assignment> failing =
          added.values().stream().filter(a -> !takes(tried, a)).findFirst();
      if (failing.isEmpty()) {
        return Optional.of(needed(options, added));
      }
      int before = added.size();
      tree.explain(tried, failing.get()).fixes().stream()
          .findFirst()
          .ifPresent(fix -> fix.additions().forEach(a -> added.putIfAbsent(a.name(), a)));
      if (added.size() == before) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Those of the settings that the options do not take without, and the options. */
  private List<Assignment> needed(List<String> options, Map<String, Assignment> settings) {
    Map<String, Assignment> kept = new LinkedHashMap<>(settings);
    for (Assignment setting : settings.values()) {
      Map<String, Assignment> fewer = new LinkedHashMap<>(kept);
      fewer.remove(setting.name());
      boolean superfluous =
          !options.contains(setting.name()) && takeAll(with(fewer.values()), fewer.values());
      if (superfluous) {
        kept = fewer;
      }
    }
    return List.copyOf(kept.values());
  }

  private Configuration with(Collection<Assignment> settings) {
    Map<String, Assignment> all = new LinkedHashMap<>();
    configuration.asked().forEach(a -> all.put(a.name(), a));
    settings.forEach(a -> all.put(a.name(), a));
    return tree.resolve(configuration.base(), List.copyOf(all.values()));
  }

  private static boolean takeAll(Configuration tried, Collection<Assignment> settings) {
    return settings.stream().allMatch(a -> takes(tried, a));
  }

  private static boolean takes(Configuration tried, Assignment setting) {
    return tried.value(setting.name()).filter(setting.value()::equals).isPresent();
  }

  private String verb(Assignment wanted) {
    return configuration.asked(wanted.name()).isPresent() ? "change the recipe to say " : "add ";
  }
}
