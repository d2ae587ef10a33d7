package org.distroc.boot;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a boot: values of some {@link Fact}s, the kernel's options, and its CPU's state.
 *
 * @param known the values; a fact that is not in it is unknown
 * @param options the kernel configuration by names without {@code CONFIG_}; absent if unknown
 * @param cpu what the CPU did at the end
 */
public record Facts(
    Map<Fact, String> known, Optional<Map<String, String>> options, Optional<CpuState> cpu) {
  /** The prefix of a kernel option in the table of diagnoses. */
  public static final String OPTION = "option.";

  /** No facts. */
  public static final Facts NONE = new Facts(Map.of(), Optional.empty(), Optional.empty());

  /** Copies the maps. */
  public Facts {
    known = Collections.unmodifiableMap(copy(known));
    options = options.map(Map::copyOf);
  }

  private static Map<Fact, String> copy(Map<Fact, String> facts) {
    Map<Fact, String> copy = new EnumMap<>(Fact.class);
    copy.putAll(facts);
    return copy;
  }

  /** Facts one by one. */
  public static final class Builder {
    private final Map<Fact, String> known = new EnumMap<>(Fact.class);
    private Optional<Map<String, String>> options = Optional.empty();
    private Optional<CpuState> cpu = Optional.empty();

    /**
     * Adds a fact.
     *
     * @throws IllegalArgumentException if it cannot have that value
     */
    public Builder put(Fact fact, String value) {
      if (!fact.accepts(value)) {
        throw new IllegalArgumentException(fact.key() + " cannot be " + value);
      }
      known.put(fact, value);
      return this;
    }

    /** Adds a fact whose values are the names of an enum in lower case. */
    public Builder put(Fact fact, Enum<?> value) {
      return put(fact, value.name().toLowerCase(Locale.ROOT));
    }

    /** Adds the kernel configuration, by names without {@code CONFIG_}. */
    public Builder options(Map<String, String> configuration) {
      options = Optional.of(configuration);
      return this;
    }

    /** Adds the CPU's state. */
    public Builder cpu(CpuState state) {
      cpu = Optional.of(state);
      return put(Fact.CPU, state.state()).put(Fact.CPU_ADDRESS, Long.toHexString(state.at()));
    }

    /** Adds all that others know; what is known already is replaced. */
    public Builder add(Facts others) {
      known.putAll(others.known);
      options = others.options.or(() -> options);
      cpu = others.cpu.or(() -> cpu);
      return this;
    }

    /** What was added. */
    public Facts build() {
      return new Facts(known, options, cpu);
    }
  }

  /** The value of a fact, if it is known. */
  public Optional<String> get(Fact fact) {
    return Optional.ofNullable(known.get(fact));
  }

  /** Whether a fact has a value. */
  public boolean is(Fact fact, String value) {
    return value.equals(known.get(fact));
  }

  /** The value of an option, {@code n} if the configuration does not mention it. */
  public Optional<String> option(String name) {
    return options.map(all -> all.getOrDefault(name, "n"));
  }

  /** The value of a fact or an option by its name in the table of diagnoses. */
  public Optional<String> named(String key) {
    return key.startsWith(OPTION)
        ? option(key.substring(OPTION.length()))
        : Fact.of(key).flatMap(this::get);
  }
}
