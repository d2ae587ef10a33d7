package org.distroc.arch;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which programs the kernels of an architecture run.
 *
 * @param standard what its compiler builds, and its usual kernels run
 * @param compat the 32-bit programs that some kernels of a 64-bit architecture run
 */
public record ElfPrograms(ElfTarget standard, Optional<Compat> compat) {

  /**
   * The 32-bit programs of a 64-bit architecture.
   *
   * @param target what they are
   * @param kernelOption the kernel option without which the kernel itself is a 32-bit one, and runs
   *     no others
   * @param option the kernel option with which a 64-bit kernel runs them too
   */
  public record Compat(ElfTarget target, String kernelOption, String option) {}

  /** An architecture with one kind of programs. */
  public static ElfPrograms only(ElfTarget target) {
    return new ElfPrograms(target, Optional.empty());
  }

  /**
   * What a kernel's own programs are.
   *
   * @param isOn whether an option of the kernel is built in
   */
  public ElfTarget of(Predicate<String> isOn) {
    return compat
        .filter(narrow -> !isOn.test(narrow.kernelOption()))
        .map(Compat::target)
        .orElse(standard);
  }
}
