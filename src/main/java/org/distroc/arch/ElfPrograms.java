package org.distroc.arch;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which programs the kernels of an architecture run.
 *
 * @param standard what its compiler builds, and its usual kernels run
 * @param compat the 32-bit programs that some kernels of a 64-bit architecture run
 * @param executableStack the programs that get an executable stack unless they have a PT_GNU_STACK
 *     header: {@code EXSTACK_DEFAULT} in the kernel's {@code asm/elf.h}
 * @param stackProtection the kernel option without which every stack can be executed; empty if none
 *     is needed
 */
public record ElfPrograms(
    ElfTarget standard,
    Optional<Compat> compat,
    Set<ElfTarget> executableStack,
    Optional<String> stackProtection) {

  /** Copies the set. */
  public ElfPrograms {
    executableStack = Set.copyOf(executableStack);
  }

  /**
   * The 32-bit programs of a 64-bit architecture.
   *
   * @param target what they are
   * @param kernelOption the kernel option without which the kernel itself is a 32-bit one, and runs
   *     no others
   * @param option the kernel option with which a 64-bit kernel runs them too
   * @param compilerFlag what makes the compiler build them
   */
  public record Compat(ElfTarget target, String kernelOption, String option, String compilerFlag) {}

  /** Whether a program needs a PT_GNU_STACK header so that its stack cannot be executed. */
  public boolean needStackHeader() {
    return stackProtection.isEmpty() && executableStack.contains(standard);
  }

  /**
   * Whether a kernel can forbid that a stack is executed.
   *
   * @param isOn whether an option of the kernel is built in
   */
  public boolean protectStacks(Predicate<String> isOn) {
    return stackProtection.map(isOn::test).orElse(true);
  }

  /**
   * Whether a kernel runs the 32-bit programs too.
   *
   * @param isOn whether an option of the kernel is built in
   */
  public boolean runCompat(Predicate<String> isOn) {
    return compat.filter(narrow -> isOn.test(narrow.option())).isPresent();
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
