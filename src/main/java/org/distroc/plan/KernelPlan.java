package org.distroc.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelTree;

/**
 * The kernel to build.
 *
 * @param tree its source
 * @param base the make target that generates the base configuration, such as {@code tinyconfig};
 *     empty when a file is the base
 * @param baseFile the file that is the base, if one is; absolute
 * @param options applied to the base, in the order of the recipe
 * @param cmdline its parameters
 */
public record KernelPlan(
    KernelTree tree,
    Optional<String> base,
    Optional<Path> baseFile,
    List<Option> options,
    List<String> cmdline) {

  /** Copies the lists; exactly one base. */
  public KernelPlan {
    options = List.copyOf(options);
    cmdline = List.copyOf(cmdline);
    if (base.isPresent() == baseFile.isPresent()) {
      throw new IllegalArgumentException("one base, not " + base + " and " + baseFile);
    }
  }

  /**
   * A requested option.
   *
   * @param name without {@code CONFIG_}
   * @param value as the recipe spells it
   * @param its type; {@link SymbolType#UNKNOWN} if the kernel does not have it
   * @param at where the recipe requests it
   */
  public record Option(String name, String value, SymbolType type, Span at) {
    /** The line that requests it in a fragment. */
    public String line() {
      return new Assignment(name, value).line(type);
    }
  }
}
