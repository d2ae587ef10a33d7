package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.build.ResolvedConfig;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kconfig.KconfigEnvironment;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.MenuNode;
import org.distroc.kconfig.OptionIndex;
import org.distroc.kconfig.ProcessShell;
import org.distroc.kconfig.ShellAnswers;
import org.distroc.kconfig.Symbol;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.Architecture;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/** What the Kconfig files of a kernel say of its options: read when needed, and what is small kept. */
final class KernelFacts {
  private final Host host;

  KernelFacts(Host host) {
    this.host = host;
  }

  /** Names and types of the options of a kernel. */
  OptionIndex options(KernelTree tree, Architecture architecture) {
    try {
      Path file = indexFile(tree, architecture);
      if (tree.pinned()) {
        Optional<OptionIndex> kept = OptionIndex.read(file);
        if (kept.isPresent()) {
          return kept.get();
        }
      }
      OptionIndex index = OptionIndex.of(load(tree, architecture));
      if (tree.pinned()) {
        index.write(file);
      }
      return index;
    } catch (IOException e) {
      throw denied(e);
    }
  }

  private Path indexFile(KernelTree tree, Architecture architecture) {
    String name = tree.identity().replaceAll("[^A-Za-z0-9]+", "-");
    return host.cacheFolder().resolve("options").resolve(name + "-" + architecture.name());
  }

  private Failure denied(IOException e) {
    return new Failure(
        Diagnostic.error(Code.D5024, "the cache in `" + host.cacheFolder() + "` cannot be used")
            .why(e.toString()),
        e);
  }

  /** All of the Kconfig files. */
  private KconfigTree load(KernelTree tree, Architecture architecture) throws IOException {
    Path scratch = Files.createTempDirectory("distroc-kconfig");
    try {
      return KconfigTree.load(
          tree.root(),
          KconfigEnvironment.of(
              tree.root(),
              architecture.kernelName(),
              "",
              new ProcessShell(scratch),
              new ShellAnswers()));
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /**
   * Tells why an option did not become what was asked: what it depends on, as its Kconfig file says
   * it, and what each option named there is.
   */
  Function<KernelPlan.Option, List<String>> reasons(BuildPlan plan, ResolvedConfig config) {
    return option -> {
      try {
        List<String> reasons = new ArrayList<>();
        load(plan.kernel().tree(), plan.architecture())
            .symbol(option.name())
            .ifPresent(symbol -> describe(symbol, config, reasons));
        return reasons;
      } catch (IOException e) {
        throw denied(e);
      }
    };
  }

  private static void describe(Symbol symbol, ResolvedConfig config, List<String> reasons) {
    for (MenuNode definition : symbol.definitions()) {
      reasons.add("defined at " + definition.position());
    }
    symbol
        .directDependency()
        .ifPresent(
            expression -> {
              Set<String> values = new LinkedHashSet<>();
              Matcher names =
                  Pattern.compile("[A-Z0-9_]+").matcher(expression.toString());
              while (names.find()) {
                values.add(names.group() + " is " + config.value(names.group()).orElse("n"));
              }
              reasons.add(
                  "depends on " + expression + "\n" + String.join("\n", values));
            });
    if (!symbol.hasPrompt()) {
      reasons.add("it has no prompt: only other options set it, nobody can ask for it");
    }
  }
}
