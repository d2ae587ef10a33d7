package org.distroc.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.store.OptionIndex;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.spec.Feature;

/** The options of fragments and of the recipe; of several requests for one, the last counts. */
final class FragmentLines {
  private final OptionIndex index;
  private final List<Diagnostic> findings;
  private final Map<String, KernelPlan.Option> options = new LinkedHashMap<>();
  private final Map<String, Feature> features = new HashMap<>();

  FragmentLines(OptionIndex index, List<Diagnostic> findings) {
    this.index = index;
    this.findings = findings;
  }

  /** Every option once, in the order of the last requests. */
  List<KernelPlan.Option> options() {
    return List.copyOf(options.values());
  }

  /** The features whose options no later request replaced. */
  Map<String, Feature> features() {
    return features;
  }

  /** An option that a feature asks for. */
  void add(KernelPlan.Option option, Feature feature) {
    override(option);
    features.put(option.name(), feature);
  }

  void override(KernelPlan.Option option) {
    options.remove(option.name());
    features.remove(option.name());
    options.put(option.name(), option);
  }

  /** Reports each line that is neither a setting nor a comment, and each that has no effect. */
  void read(KernelPlan.Fragment fragment) {
    Map<String, KernelPlan.Option> own = new HashMap<>();
    int number = 0;
    for (String text : fragment.text().lines().toList()) {
      number++;
      int width = Math.max(1, text.codePointCount(0, text.length()));
      Span at = new Span(fragment.shown(), number, 1, width, text);
      Optional<ConfigLine> line = ConfigLine.parse(text.stripTrailing());
      if (line.filter(FragmentLines::isSetting).isPresent()) {
        String name = line.get().name();
        SymbolType type = index.type(name).orElse(SymbolType.UNKNOWN);
        KernelPlan.Option option = new KernelPlan.Option(name, line.get().value(), type, at);
        KernelPlan.Option before = own.put(name, option);
        if (before != null && !before.value().equals(option.value())) {
          findings.add(
              Diagnostic.warning(
                      Code.D2110, "`" + name + "` is set twice; the last line takes effect")
                  .at(before.at())
                  .label("no effect")
                  .help("remove the line"));
        }
        override(option);
      } else if (line.isPresent() || !text.isBlank() && !text.startsWith("#")) {
        findings.add(
            Diagnostic.error(Code.D2110, "this line is not a setting")
                .at(at)
                .help("a line is `CONFIG_NAME=value` or `# CONFIG_NAME is not set`"));
      }
    }
  }

  private static boolean isSetting(ConfigLine line) {
    return line.isNamed()
        && (!line.isQuoted() || line.unquoted() != null)
        && new Assignment(line.name(), line.value()).isWritable();
  }
}
