package org.distroc.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.explain.ChainLink;
import org.distroc.kconfig.explain.OptionDescription;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.pipeline.NamedConfiguration;

/** Everything about one option of a kernel, for a person and for a program. */
public final class OptionReport {
  private static final int WIDTH = 90;
  private static final int PLACE_COLUMN = 58;

  private final NamedConfiguration configured;
  private final OptionDescription option;

  /** How to enable it. */
  private final OptionExplanation on;

  private final List<String> lines = new ArrayList<>();

  /** Explains the option in a configuration. */
  public OptionReport(NamedConfiguration configured, OptionDescription option) {
    this.configured = configured;
    this.option = option;
    KconfigTree tree = KconfigTree.of(configured.configuration());
    Assignment wanted =
        configured
            .configuration()
            .asked(option.symbol().name())
            .orElse(new Assignment(option.symbol().name(), isSwitch() ? "y" : option.value()));
    this.on = tree.explain(configured.configuration(), wanted);
  }

  private boolean isSwitch() {
    return option.symbol().type().isLogic();
  }

  /** Paragraphs of text, without a line break at the end. */
  public String text() {
    Symbol symbol = option.symbol();
    lines.add(symbol.name() + ": " + symbol.prompt().orElse("(no prompt: it cannot be set)"));
    String menu = String.join(" > ", option.menu());
    lines.add("  " + type() + (menu.isEmpty() ? "" : ", in " + menu));
    symbol.definitions().forEach(d -> lines.add("  defined at " + d.position()));
    value();
    needs();
    names("Needed by", option.neededBy());
    names("Selects", option.selects());
    selections();
    names("Implied by", option.impliedBy());
    option.help().ifPresent(this::help);
    return String.join("\n", lines);
  }

  private String type() {
    return option.symbol().type().name().toLowerCase(Locale.ROOT);
  }

  private void value() {
    heading("Value: " + shown(option.value()) + "   (" + configured.words() + ")");
    String feature = configured.features().get(option.symbol().name());
    if (feature != null) {
      indented("asked for by `" + feature + "` in `kernel.features` of the recipe");
    }
    if (on.takes()) {
      option.why().render().lines().forEach(this::indented);
    } else {
      on.reasons().forEach(r -> r.render().lines().forEach(this::indented));
    }
    if (!on.wanted().value().equals(option.value())) {
      remedies();
    }
  }

  /** What brings the wanted value about: all of it was tried. */
  private void remedies() {
    heading("For `" + on.wanted() + "`:");
    if (on.takes()) {
      indented("add `" + on.wanted() + "` (verified)");
    }
    for (OptionExplanation.Fix fix : on.fixes()) {
      indented("add " + with(on.wanted(), fix) + " (verified)");
    }
    if (on.impossible()) {
      indented("cannot be enabled on this architecture");
    } else if (!on.takes() && on.fixes().isEmpty()) {
      indented("no small set of options was found that enables it");
    }
  }

  /** The settings of a remedy together with the one that it is for. */
  public static OptionExplanation.Fix with(Assignment wanted, OptionExplanation.Fix fix) {
    if (fix.additions().stream().anyMatch(a -> a.name().equals(wanted.name()))) {
      return fix;
    }
    List<Assignment> all = new ArrayList<>(fix.additions());
    all.add(0, wanted);
    return new OptionExplanation.Fix(all, fix.changes());
  }

  private String shown(String value) {
    return isSwitch() || !value.isEmpty() ? value : "\"\"";
  }

  private void needs() {
    if (option.needs().isEmpty()) {
      return;
    }
    heading("Needs (with what each is now):");
    for (OptionDescription.Need need : option.needs()) {
      String value = need.value().name().toLowerCase(Locale.ROOT);
      indented(placed(value + "  " + need.expr(), need.position()));
    }
  }

  private void selections() {
    if (option.selectedBy().isEmpty()) {
      return;
    }
    heading("Selected by:");
    for (OptionDescription.Selection selection : option.selectedBy()) {
      String words = selection.by().name() + (selection.active() ? ", which is on" : "");
      indented(placed(words, selection.position()));
    }
  }

  private static String placed(String words, Position place) {
    return words + " ".repeat(Math.max(2, PLACE_COLUMN - words.length())) + place;
  }

  private void names(String title, List<Symbol> symbols) {
    if (symbols.isEmpty()) {
      return;
    }
    heading(title + ":");
    StringBuilder line = new StringBuilder();
    for (Symbol symbol : symbols) {
      if (line.length() + symbol.name().length() > WIDTH) {
        indented(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(symbol.name()).append(' ');
    }
    indented(line.toString().stripTrailing());
  }

  private void help(String help) {
    heading("Help:");
    help.stripTrailing().lines().forEach(this::indented);
  }

  private void heading(String title) {
    lines.add("");
    lines.add(title);
  }

  private void indented(String line) {
    lines.add(line.isBlank() ? "" : "  " + line);
  }

  /** The same as data. */
  public Map<String, Object> toMap() {
    Symbol symbol = option.symbol();
    Map<String, Object> map = summary(symbol);
    map.put("type", type());
    map.put("menu", option.menu());
    map.put("kernel", configured.kernel().release().toString());
    map.put("configuration", configured.name());
    map.put("value", option.value());
    map.put("why", reason(option.why()));
    map.put("feature", configured.features().get(symbol.name()));
    map.put("takes", on.takes());
    map.put("obstacles", on.reasons().stream().map(OptionReport::reason).toList());
    map.put("fixes", on.fixes().stream().map(f -> assignments(f.additions())).toList());
    map.put("needs", option.needs().stream().map(OptionReport::need).toList());
    map.put("neededBy", option.neededBy().stream().map(Symbol::name).toList());
    map.put("selects", option.selects().stream().map(Symbol::name).toList());
    map.put("selectedBy", option.selectedBy().stream().map(OptionReport::selection).toList());
    map.put("impliedBy", option.impliedBy().stream().map(Symbol::name).toList());
    map.put("help", option.help().orElse(null));
    return map;
  }

  /** An option in a list of several. */
  public static Map<String, Object> summary(Symbol symbol) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", symbol.name());
    map.put("prompt", symbol.prompt().orElse(null));
    map.put("defined", symbol.definitions().stream().map(d -> d.position().toString()).toList());
    return map;
  }

  private static Map<String, Object> need(OptionDescription.Need need) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("expression", need.expr().toString());
    map.put("value", need.value().name().toLowerCase(Locale.ROOT));
    map.put("at", need.position().toString());
    return map;
  }

  private static Map<String, Object> selection(OptionDescription.Selection selection) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", selection.by().name());
    map.put("active", selection.active());
    map.put("at", selection.position().toString());
    return map;
  }

  private static Map<String, Object> reason(ChainLink reason) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", reason.text());
    map.put("at", reason.at().map(Position::toString).orElse(null));
    map.put("because", reason.because().stream().map(OptionReport::reason).toList());
    return map;
  }

  /** Values by option name, for a program. */
  public static Map<String, Object> assignments(List<Assignment> assignments) {
    Map<String, Object> map = new LinkedHashMap<>();
    assignments.forEach(a -> map.put(a.name(), a.value()));
    return map;
  }
}
