package org.distroc.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.ConfigurationDiff;
import org.distroc.kconfig.explain.MinimalFragment;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.recipe.edit.StarterRecipe;

/**
 * A {@code .config} file as a base and few options.
 *
 * @param goal the file as olddefconfig completes it
 * @param base the kernel's own configuration that the fewest options are needed on
 * @param found the configuration of base and options
 */
public record ImportedConfig(Configuration goal, String base, Configuration found) {

  /** With the base that needs the fewest options. */
  public static ImportedConfig of(Configuration goal) {
    List<BaseConfig> bases =
        List.of(
            new BaseConfig.Target("tinyconfig"),
            new BaseConfig.Target("allnoconfig"),
            new BaseConfig.Target("defconfig"));
    Configuration found = MinimalFragment.find(bases, goal);
    return new ImportedConfig(goal, found.base().toString(), found);
  }

  /** Whether base and options produce the same configuration, line for line. */
  public boolean isExact() {
    return found.text().equals(goal.text());
  }

  /** Options that no settings can produce. */
  public List<String> missed() {
    return ConfigurationDiff.between(goal, found).groups().stream()
        .flatMap(group -> group.changes().stream())
        .map(ConfigurationDiff.Change::name)
        .toList();
  }

  /** The options that the kernel changes or drops, of those that the file sets. */
  public List<String> changedByKernel(String file) {
    Set<String> kept = new HashSet<>(goal.text().lines().toList());
    List<String> changed = new ArrayList<>();
    for (String line : file.lines().map(String::stripTrailing).toList()) {
      Optional<ConfigLine> setting = ConfigLine.parse(line).filter(ConfigLine::isNamed);
      if (setting.isEmpty()) {
        continue;
      }
      String name = setting.get().name();
      // An option that is off and invisible is still off.
      boolean off = line.startsWith("#") && goal.value(name).orElse("n").equals("n");
      if (!off && !kept.contains(line)) {
        changed.add(name);
      }
    }
    return changed;
  }

  /** The kernel of a recipe. */
  public StarterRecipe.Kernel kernel(String source, Architecture architecture) {
    List<StarterRecipe.Group> groups = new ArrayList<>();
    MinimalFragment.byMenu(found)
        .forEach(
            (menu, settings) ->
                groups.add(
                    new StarterRecipe.Group(
                        menu.isEmpty() ? "General" : String.join(" > ", menu),
                        settings.stream().map(this::option).toList())));
    return new StarterRecipe.Kernel(
        architecture.name(), source, base, groups, display(architecture));
  }

  private StarterRecipe.Option option(Assignment assignment) {
    boolean text =
        goal.model()
            .symbol(assignment.name())
            .map(Symbol::type)
            .filter(SymbolType.STRING::equals)
            .isPresent();
    return new StarterRecipe.Option(assignment.name(), assignment.value(), text);
  }

  /** The screen if there is one; checks warn about a kernel without any console. */
  private String display(Architecture architecture) {
    return architecture.consoles().screenOptions().stream().anyMatch(this::isOn) ? "vga" : "serial";
  }

  private boolean isOn(String option) {
    return goal.value(option).filter("y"::equals).isPresent();
  }
}
