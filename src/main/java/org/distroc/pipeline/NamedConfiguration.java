package org.distroc.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kernel.KernelTree;

/**
 * A configuration with its name and kernel.
 *
 * @param name what it came from: a recipe, a file, or one of the kernel's own configurations
 * @param kernel whose options they are
 * @param configuration the options with their values
 * @param unmet an error for each recipe option that does not take effect
 * @param features by option the word of {@code kernel.features} that asks for it
 */
public record NamedConfiguration(
    String name,
    KernelTree kernel,
    Configuration configuration,
    List<Diagnostic> unmet,
    Map<String, String> features) {

  /** Copies the list and the map. */
  public NamedConfiguration {
    unmet = List.copyOf(unmet);
    features = Map.copyOf(features);
  }

  /** A configuration that no recipe asks for. */
  NamedConfiguration(String name, KernelTree kernel, Configuration configuration) {
    this(name, kernel, configuration, List.of(), Map.of());
  }

  /** The name for use in a sentence. */
  public String words() {
    return name + " on Linux " + kernel.release();
  }

  /** Whether the kernel has the option at all. */
  public boolean isDefined(String option) {
    return configuration.model().option(option).isPresent();
  }

  /** The text of the {@code .config}. */
  public static String text(byte[] config) {
    return new String(config, StandardCharsets.UTF_8);
  }
}
