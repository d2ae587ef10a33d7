package org.distroc.builder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.distroc.host.Sha256;
import org.distroc.plan.ProjectLayout;

/**
 * The part of a generated Makefile that affects one target: its rule, the rules of its
 * prerequisites, the variables that these use, and everything that applies to all rules. As part of
 * a cache key, it changes with the rules of the target, but not with comments or rules of other
 * targets.
 */
final class MakeSlice {
  /** Variables that do not affect the bytes of a kernel. */
  static final Map<String, String> HARMLESS =
      Map.of(
          "KERNEL_SOURCE", "a path; what is there has its own part in each key",
          "KERNEL_OBJECTS", "a path of object files",
          "KERNEL_SYMBOLS", "a path of object files",
          "KERNEL_JOBS", "how many processes compile at once");

  /** Special targets that affect what make keeps and when it runs a rule, not the result. */
  static final Set<String> HARMLESS_TARGETS = Set.of(".PHONY", ".SECONDARY", ".DELETE_ON_ERROR");

  /** Includes the lists of what objects of init were made from; no kernel depends on them. */
  static final String HARMLESS_INCLUDE = "-include $(wildcard *.dep ";

  /** Variables that make reads itself. */
  private static final Set<String> GLOBAL = Set.of("SHELL", "MAKEFLAGS", "VPATH");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(::?|\\+|\\?)?=.*", Pattern.DOTALL);

  private static final Pattern RULE =
      Pattern.compile("([^\\t=:][^=:]*?)\\s*&?::?(?!=)(.*)", Pattern.DOTALL);

  private static final Pattern REFERENCE = Pattern.compile("\\$[({]([A-Za-z_][A-Za-z0-9_]*)");

  /** A logical line of the Makefile; a rule includes its recipe. */
  private record Statement(
      String text, Optional<String> variable, Set<String> targets, List<String> needs) {}

  private final Map<String, byte[]> files;
  private final List<Statement> statements = new ArrayList<>();
  private final Set<Integer> chosen = new TreeSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> contents = new TreeSet<>();
  private final Set<String> given;

  private MakeSlice(Map<String, byte[]> files, Set<String> given) {
    this.files = files;
    this.given = given;
    parse(new String(files.get(ProjectLayout.MAKEFILE), StandardCharsets.UTF_8));
  }

  /**
   * The slice for a target.
   *
   * @param files of the project, including its {@code Makefile}
   * @param given files whose content the caller adds to the key, so that they and their rules are
   *     left out
   * @throws IllegalStateException if there is no rule for the target
   */
  static String of(Map<String, byte[]> files, String target, Set<String> given) {
    MakeSlice slice = new MakeSlice(files, given);
    if (!slice.addRules(target)) {
      throw new IllegalStateException("no rule of the Makefile makes " + target);
    }
    slice.addGlobals();
    StringBuilder out = new StringBuilder();
    slice.chosen.forEach(index -> out.append(slice.statements.get(index).text).append('\n'));
    slice.contents.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private void parse(String makefile) {
    StringBuilder whole = new StringBuilder();
    for (String line : makefile.replace("\\\n", "\\ ").split("\n")) {
      if (line.startsWith("\t")) {
        whole.append('\n').append(line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        add(whole.toString());
        whole.setLength(0);
        whole.append(line);
      }
    }
    add(whole.toString());
  }

  private void add(String text) {
    if (text.isBlank()) {
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(text);
    Matcher rule = RULE.matcher(text);
    if (assignment.matches()) {
      List<String> values = words(text.substring(text.indexOf('=') + 1));
      statements.add(new Statement(text, Optional.of(assignment.group(1)), Set.of(), values));
    } else if (rule.matches()) {
      String needs = rule.group(2).lines().findFirst().orElse("");
      Set<String> targets = Set.copyOf(words(rule.group(1)));
      statements.add(new Statement(text, Optional.empty(), targets, words(needs)));
    } else {
      statements.add(new Statement(text, Optional.empty(), Set.of(), List.of()));
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("[\\s|]+"))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  private boolean addRules(String target) {
    boolean found = false;
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).targets.contains(target)) {
        found = true;
        add(i);
      }
    }
    return found;
  }

  private void add(int index) {
    if (chosen.add(index)) {
      Statement statement = statements.get(index);
      addVariables(statement.text);
      if (statement.variable.isEmpty()) {
        statement.needs.forEach(this::addNeed);
      }
    }
  }

  private void addNeed(String name) {
    if (given.contains(name) || !seen.add(name)) {
      return;
    }
    Matcher variable = REFERENCE.matcher(name);
    if (variable.lookingAt()) {
      assignments(variable.group(1)).forEach(i -> statements.get(i).needs.forEach(this::addNeed));
    } else if (!addRules(name) && files.containsKey(name)) {
      contents.add(name + " " + Sha256.of(files.get(name)));
    }
  }

  private void addVariables(String text) {
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      String name = reference.group(1);
      if (!HARMLESS.containsKey(name)) {
        assignments(name).forEach(this::add);
      }
    }
  }

  private List<Integer> assignments(String variable) {
    return IntStream.range(0, statements.size())
        .filter(i -> statements.get(i).variable.equals(Optional.of(variable)))
        .boxed()
        .toList();
  }

  /** Adds exports, special targets, included files, the shell: whatever applies to every rule. */
  private void addGlobals() {
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      boolean special =
          statement.targets.stream().anyMatch(name -> name.startsWith("."))
              && !HARMLESS_TARGETS.containsAll(statement.targets);
      boolean ofOneRule =
          !statement.targets.isEmpty()
              || statement.variable.isPresent()
              || statement.text.startsWith(HARMLESS_INCLUDE);
      if (special || !ofOneRule || statement.variable.filter(GLOBAL::contains).isPresent()) {
        add(i);
      }
    }
  }
}
