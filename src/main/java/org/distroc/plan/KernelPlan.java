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
 * @param base the make target that makes the base configuration, such as {@code tinyconfig}; empty
 *     when a file is the base
 * @param baseFile the file that is the base, if one is; absolute
 * @param options written on the base, in the order of the recipe
 * @param cmdline the parameters it starts with
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
   * An option asked for.
   *
   * @param name without {@code CONFIG_}
   * @param value as the recipe spells it
   * @param type that the kernel gives it; {@link SymbolType#UNKNOWN} when it does not have it
   * @param at where the recipe asks for it
   */
  public record Option(String name, String value, SymbolType type, Span at) {
    /** The line of a fragment that asks for it. */
    public String line() {
      return new Assignment(name, value).line(type);
    }
  }
}
