package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Span;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/**
 * The command line that a kernel reads: that of its configuration and that of the recipe.
 *
 * @param words those for the kernel, in their order; what follows {@code --} is for init
 * @param ignored words of the plan that the kernel never sees
 */
record CommandLine(List<Word> words, List<String> ignored) {
  private static final String TEXT = "CMDLINE";

  /** With one of these, the kernel ignores what the boot loader passes. */
  static final List<String> OVERRIDES = List.of("CMDLINE_OVERRIDE", "CMDLINE_FORCE");

  CommandLine {
    words = List.copyOf(words);
    ignored = List.copyOf(ignored);
  }

  /**
   * A parameter.
   *
   * @param text all of it
   * @param at where the recipe has it
   */
  record Word(String text, Span at) {
    /** The part before {@code =}, without quotes. */
    String name() {
      String plain = text.replace("\"", "");
      int equals = plain.indexOf('=');
      return equals < 0 ? plain : plain.substring(0, equals);
    }

    /** The part after {@code =}, without quotes. */
    Optional<String> value() {
      String plain = text.replace("\"", "");
      int equals = plain.indexOf('=');
      return equals < 0 ? Optional.empty() : Optional.of(plain.substring(equals + 1));
    }
  }

  static CommandLine of(BuildPlan plan, Configuration configuration) {
    List<Word> words = new ArrayList<>();
    String own = text(configuration).orElse("");
    Span ownAt = place(plan, TEXT);
    for (String word : own.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        words.add(new Word(word, ownAt));
      }
    }
    if (override(configuration).isPresent()) {
      Set<String> same = new HashSet<>(List.of(own.split("\\s+")));
      return new CommandLine(
          untilDashes(words),
          plan.kernel().cmdline().stream().filter(word -> !same.contains(word)).toList());
    }
    words.addAll(ofRecipe(plan));
    return new CommandLine(untilDashes(words), List.of());
  }

  /** The option that makes the kernel ignore what the boot loader passes, if it is on. */
  static Optional<String> override(Configuration configuration) {
    return OVERRIDES.stream()
        .filter(name -> configuration.value(name).filter("y"::equals).isPresent())
        .findFirst();
  }

  /** Where the recipe sets an option, or else the base that does. */
  static Span place(BuildPlan plan, String option) {
    return plan.kernel().options().stream()
        .filter(one -> one.name().equals(option))
        .map(KernelPlan.Option::at)
        .findFirst()
        .orElse(plan.locations().base());
  }

  private static Optional<String> text(Configuration configuration) {
    return configuration
        .model()
        .option(TEXT)
        .filter(option -> option.type() == SymbolType.STRING && configuration.isWritten(option))
        .map(configuration::value);
  }

  private static List<Word> ofRecipe(BuildPlan plan) {
    List<Word> words = new ArrayList<>();
    List<String> texts = plan.kernel().cmdline();
    // Where the recipe names no console, the plan has one more, in front.
    int more = 0;
    while (plan.locations().keys().containsKey("kernel.cmdline." + more)) {
      more++;
    }
    int first = texts.size() - more;
    for (int i = 0; i < texts.size(); i++) {
      Span at =
          i < first
              ? plan.locations().display()
              : plan.locations().nearest("kernel.cmdline." + (i - first));
      words.add(new Word(texts.get(i), at));
    }
    return words;
  }

  private static List<Word> untilDashes(List<Word> words) {
    List<Word> before = new ArrayList<>();
    for (Word word : words) {
      if (word.text().equals("--")) {
        break;
      }
      before.add(word);
    }
    return before;
  }
}
