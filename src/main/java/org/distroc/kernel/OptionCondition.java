package org.distroc.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which kernel options a piece of the kernel is compiled with: all terms of at least one of its
 * ways. Conditions that are not understood count as met, so that nothing is called missing that may
 * be there.
 *
 * @param ways each a list of option names without {@code CONFIG_}, with {@code !} in front of those
 *     that must be off; an empty way always holds, and without ways nothing does
 */
public record OptionCondition(List<List<String>> ways) {
  /** What is always compiled. */
  public static final OptionCondition ALWAYS = new OptionCondition(List.of(List.of()));

  static final OptionCondition NEVER = new OptionCondition(List.of());

  /** More alternatives than any call has: beyond that, a tree is strange. */
  private static final int MAX_WAYS = 32;

  /** Copies the lists. */
  public OptionCondition {
    ways = ways.stream().map(List::copyOf).toList();
  }

  static OptionCondition option(String name) {
    return new OptionCondition(List.of(List.of(name)));
  }

  OptionCondition or(OptionCondition other) {
    if (isAlways() || other.isAlways()) {
      return ALWAYS;
    }
    Set<List<String>> all = new LinkedHashSet<>(ways);
    all.addAll(other.ways);
    return bounded(all);
  }

  OptionCondition and(OptionCondition other) {
    Set<List<String>> all = new LinkedHashSet<>();
    for (List<String> left : ways) {
      for (List<String> right : other.ways) {
        Set<String> terms = new LinkedHashSet<>(left);
        terms.addAll(right);
        if (terms.stream().noneMatch(term -> terms.contains(negated(term)))) {
          all.add(List.copyOf(terms));
        }
      }
    }
    return bounded(all);
  }

  OptionCondition not() {
    OptionCondition none = ALWAYS;
    for (List<String> way : ways) {
      OptionCondition broken = NEVER;
      for (String term : way) {
        broken = broken.or(option(negated(term)));
      }
      none = none.and(broken);
    }
    return none;
  }

  private static OptionCondition bounded(Set<List<String>> ways) {
    boolean always = ways.size() > MAX_WAYS || ways.contains(List.<String>of());
    return always ? ALWAYS : new OptionCondition(List.copyOf(ways));
  }

  boolean isAlways() {
    return ways.contains(List.<String>of());
  }

  private static String negated(String term) {
    return term.startsWith("!") ? term.substring(1) : "!" + term;
  }

  /**
   * The terms that do not hold, of the way that lacks the fewest.
   *
   * @param on whether an option is on
   * @return empty if the condition is met, or cannot be
   */
  public Optional<List<String>> unmet(Predicate<String> on) {
    List<List<String>> missing = new ArrayList<>();
    for (List<String> way : ways) {
      missing.add(way.stream().filter(term -> !holds(term, on)).toList());
    }
    return missing.stream()
        .min(Comparator.comparingInt(List::size))
        .filter(terms -> !terms.isEmpty());
  }

  private static boolean holds(String term, Predicate<String> on) {
    return term.startsWith("!") ? !on.test(term.substring(1)) : on.test(term);
  }
}
