package org.distroc.kconfig.value;

/** The three values of the language's logic, in their order: n is less than m, m less than y. */
public enum Tristate {
  /** Not built. */
  N,
  /** Built as a module. */
  M,
  /** Built in. */
  Y;

  /** The lesser of the two. */
  public Tristate and(Tristate other) {
    return compareTo(other) < 0 ? this : other;
  }

  /** The greater of the two. */
  public Tristate or(Tristate other) {
    return compareTo(other) > 0 ? this : other;
  }

  /** y for n, n for y, and m for m. */
  public Tristate not() {
    return this == N ? Y : this == Y ? N : M;
  }

  /** Its letter in every file: {@code n}, {@code m} or {@code y}. */
  public String letter() {
    return this == N ? "n" : this == M ? "m" : "y";
  }

  static Tristate of(boolean truth) {
    return truth ? Y : N;
  }
}
