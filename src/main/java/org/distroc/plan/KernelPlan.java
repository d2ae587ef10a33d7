package org.distroc.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelTree;
import org.distroc.spec.Feature;

/**
 * The kernel to build.
 *
 * @param tree its source
 * @param base the make target that generates the base configuration, such as {@code tinyconfig};
 *     empty when a file is the base
 * @param baseFile the file that is the base, if one is; absolute
 * @param features by option the feature that asks for it, of those that no line of the recipe sets
 * @param fragments files whose lines are among the options
 * @param options applied to the base: those of features, lines of fragments, then those of the
 *     recipe, in their order
 * @param cmdline its parameters
 */
public record KernelPlan(
    KernelTree tree,
    Optional<String> base,
    Optional<Path> baseFile,
    Map<String, Feature> features,
    List<Fragment> fragments,
    List<Option> options,
    List<String> cmdline) {

  /** Copies the lists; exactly one base. */
  public KernelPlan {
    features = Map.copyOf(features);
    fragments = List.copyOf(fragments);
    options = List.copyOf(options);
    cmdline = List.copyOf(cmdline);
    if (base.isPresent() == baseFile.isPresent()) {
      throw new IllegalArgumentException("one base, not " + base + " and " + baseFile);
    }
  }

  /** Without features and fragments. */
  public KernelPlan(
      KernelTree tree,
      Optional<String> base,
      Optional<Path> baseFile,
      List<Option> options,
      List<String> cmdline) {
    this(tree, base, baseFile, Map.of(), List.of(), options, cmdline);
  }

  /** The options that the recipe itself requests, by name or as a feature. */
  public List<Option> own() {
    return options.stream().filter(option -> !isInFragment(option)).toList();
  }

  /** Whether a line of a fragment requests an option. */
  public boolean isInFragment(Option option) {
    return fragments.stream().anyMatch(f -> f.shown().equals(option.at().file()));
  }

  /**
   * A file with lines of a {@code .config}.
   *
   * @param path from the recipe's folder
   * @param shown the same for diagnostics
   * @param text its content
   * @param sha256 the digest of its content
   */
  public record Fragment(String path, String shown, String text, String sha256) {}

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
