package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.EditDistance;

/** Guesses what was meant. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The candidate nearest to what was written, if it is near enough to be meant: the same in other
   * case, the start of exactly one, or few letters added, left out, replaced or swapped.
   */
  static Optional<String> closest(String written, Collection<String> candidates) {
    String word = normal(written);
    String best = null;
    int least = Integer.MAX_VALUE;
    int starting = 0;
    String started = null;
    for (String candidate : candidates) {
      String other = normal(candidate);
      int distance = EditDistance.between(word, other, 64);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
      if (word.length() >= 3 && (other.startsWith(word) || word.startsWith(other))) {
        starting++;
        started = candidate;
      }
    }
    if (best != null && least <= Math.max(word.length(), 3) / 3) {
      return Optional.of(best);
    }
    return starting == 1 ? Optional.of(started) : Optional.empty();
  }

  private static String normal(String word) {
    String short64 = word.length() > 64 ? word.substring(0, 64) : word;
    return short64.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** The text mended so that it matches the pattern, if one of the usual slips explains it. */
  static Optional<String> mended(String text, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    String lower = text.toLowerCase(Locale.ROOT);
    String squeezed = text.strip().replace(" ", "");
    List<String> tries = new ArrayList<>();
    tries.add(text.strip());
    tries.add(squeezed);
    tries.add(text.replaceAll("[‘’“”„\"']", ""));
    tries.add(lower);
    tries.add(lower.strip().replace(' ', '-'));
    tries.add(lower.strip().replaceAll("[^a-z0-9._-]+", "-"));
    tries.add(text.replace('-', '_'));
    tries.add(squeezed.toUpperCase(Locale.ROOT).replaceFirst("I?B$", ""));
    tries.add(
        squeezed
            .toLowerCase(Locale.ROOT)
            .replaceFirst("(sec|second|min|minute)s?$", "$1")
            .replaceFirst("sec(ond)?$", "s")
            .replaceFirst("min(ute)?$", "m"));
    tries.add(text.replaceFirst("^[vV]", ""));
    tries.add(text.replaceFirst("^[vV]", "") + ".0");
    tries.add(text.replaceFirst("^[vV]", "") + ".0.0");
    tries.add(text + "M");
    tries.add(text + "s");
    for (String candidate : tries) {
      if (!candidate.equals(text) && wanted.matcher(candidate).find()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
