package org.distroc.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.LineFindings;
import org.distroc.kconfig.explain.LineGroup;
import org.distroc.kconfig.explain.LineReview;
import org.distroc.kconfig.explain.SettingLine;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;

/**
 * A {@code .config} file, as a kernel takes it.
 *
 * @param architecture which the file is for
 * @param goal the file as olddefconfig completes it
 * @param lines what it sets
 * @param review which of them come out otherwise
 */
public record ImportedFile(
    Architecture architecture,
    Configuration goal,
    List<SettingLine> lines,
    LineReview.Result review) {

  /** Copies the list. */
  public ImportedFile {
    lines = List.copyOf(lines);
  }

  /** Why lines come out otherwise, and what to change in the file. */
  public List<Diagnostic> findings() {
    Map<String, Integer> numbers =
        lines.stream()
            .collect(Collectors.toMap(SettingLine::name, line -> line.at().line(), (a, b) -> b));
    return LineFindings.of(review, settings -> remedy(settings, numbers));
  }

  private String remedy(List<Assignment> settings, Map<String, Integer> numbers) {
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Assignment setting : settings) {
      String text = "`" + ConfigLine.request(setting.name(), type(setting), setting.value()) + "`";
      Integer number = numbers.get(setting.name());
      if (number == null) {
        added.add(text);
      } else {
        changed.add("line " + number + " to " + text);
      }
    }
    String add = added.isEmpty() ? "" : "add " + String.join(" and ", added);
    String change = changed.isEmpty() ? "" : "change " + String.join(" and ", changed);
    return add + (added.isEmpty() || changed.isEmpty() ? "" : ", and ") + change;
  }

  private SymbolType type(Assignment setting) {
    return goal.model().option(setting.name()).map(Symbol::type).orElse(SymbolType.UNKNOWN);
  }

  /** How many lines come out otherwise, without facts that no user can set. */
  public int otherwise() {
    return review.groups().stream().mapToInt(group -> group.lines().size()).sum();
  }

  /** Every such line as data, for programs. */
  public List<Map<String, Object>> toMaps() {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (LineGroup group : review.groups()) {
      for (SettingLine line : group.lines()) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("line", line.at().line());
        map.put("name", line.name());
        map.put("wanted", line.wanted().value());
        map.put("became", goal.value(line.name()).orElse(null));
        map.put("needs", group.needs().stream().map(Assignment::toString).toList());
        maps.add(map);
      }
    }
    return maps;
  }
}
