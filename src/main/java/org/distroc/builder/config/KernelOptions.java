package org.distroc.builder.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.arch.Architecture;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.store.OptionIndex;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/**
 * Asks the Kconfig files of a kernel about the options of a recipe. Reading them takes a second, so
 * what was read is kept in the cache, and so are the types of all options and which sets of options
 * are known to take.
 */
public final class KernelOptions {
  private final Path folder;
  private final Host host;
  private final KconfigTreeCache trees;
  private final Map<String, OptionIndex> indexes = new ConcurrentHashMap<>();

  /** Options of kernels, with the cache of a host. */
  public KernelOptions(Host host) {
    this.host = host;
    this.folder = host.cache().folder(CacheFolder.OPTIONS);
    this.trees = new KconfigTreeCache(host, folder);
  }

  /** Waits for what is still on its way to a cache after all was answered. */
  public static void awaitKept() {
    KconfigTreeCache.await();
  }

  /** Names and types of the options of a kernel. */
  public OptionIndex index(KernelTree tree, Architecture architecture) {
    return guarded(
        () -> {
          String key = KconfigTreeCache.name(tree, architecture);
          if (indexes.containsKey(key)) {
            return indexes.get(key);
          }
          Path file = folder.resolve(key + ".index");
          Optional<OptionIndex> kept = tree.pinned() ? OptionIndex.read(file) : Optional.empty();
          OptionIndex index =
              kept.isPresent()
                  ? kept.get()
                  : OptionIndex.of(trees.load(tree, architecture).model());
          if (tree.pinned() && kept.isEmpty()) {
            KconfigTreeCache.meanwhile(() -> index.write(file));
          }
          indexes.put(key, index);
          return index;
        });
  }

  /**
   * Finds every option of a plan that the kernel will not take, and what else of the plan the
   * configuration does not suit.
   *
   * @return errors with the reasons and remedies that were tried, and warnings
   */
  public List<Diagnostic> check(BuildPlan plan) {
    return guarded(
        () -> {
          KernelTree tree = plan.kernel().tree();
          Path known = folder.resolve(digest(plan).hex() + ".fine");
          if (tree.pinned() && Files.exists(known)) {
            return List.of();
          }
          Configuration configuration = resolve(plan);
          List<Diagnostic> findings = new ArrayList<>();
          if (plan.kernel().baseFile().isPresent()) {
            findings.addAll(inBase(configuration.warnings(), plan.kernel().baseFile().get()));
          }
          List<Diagnostic> unmet = unmet(plan, configuration);
          // An option that does not take explains most of what else is missing.
          findings.addAll(unmet.isEmpty() ? ConfigAdvice.of(plan, configuration) : unmet);
          if (findings.isEmpty() && tree.pinned()) {
            Files.createDirectories(folder);
            Files.write(known, new byte[0]);
          }
          return findings;
        });
  }

  /** An error for every option that the configuration of a plan does not have as asked. */
  public List<Diagnostic> unmet(BuildPlan plan, Configuration configuration) {
    List<KernelPlan.Option> options = plan.kernel().options();
    List<Assignment> wanted =
        options.stream().map(o -> new Assignment(o.name(), o.value())).toList();
    List<OptionExplanation> explanations = new OptionExplainer(configuration).explain(wanted);
    List<Diagnostic> findings = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      if (!explanations.get(i).takes()) {
        findings.add(explanations.get(i).toDiagnostic(Optional.of(options.get(i).at())));
      }
    }
    return findings;
  }

  /**
   * The configuration that the kernel's own tool would come to for a plan. What is wrong with the
   * base is wrong where the recipe names it, if no file has a better place.
   */
  public Configuration resolve(BuildPlan plan) {
    return guarded(
        () -> {
          KernelPlan kernel = plan.kernel();
          List<Assignment> wanted = new ArrayList<>();
          kernel.options().forEach(o -> wanted.add(new Assignment(o.name(), o.value())));
          try {
            return resolve(kernel.tree(), plan.architecture(), base(kernel), wanted);
          } catch (Failure failure) {
            throw new Failure(
                failure.diagnostics().stream()
                    .map(d -> d.at().isPresent() ? d : d.at(plan.locations().base()))
                    .toList());
          }
        });
  }

  /** All options of a kernel, how they depend on each other, and what the compiler can do. */
  public KconfigTree tree(KernelTree tree, Architecture architecture) {
    return guarded(
        () -> {
          KconfigTree kconfig = trees.load(tree, architecture);
          trees.keep(tree, architecture);
          return kconfig;
        });
  }

  /** What a kernel makes of a base and a fragment. */
  public Configuration resolve(
      KernelTree tree, Architecture architecture, BaseConfig base, List<Assignment> fragment) {
    return guarded(
        () -> {
          KconfigTree kconfig = trees.load(tree, architecture);
          try {
            return kconfig.resolve(base, fragment);
          } finally {
            trees.keep(tree, architecture);
          }
        });
  }

  /**
   * The warnings with places in the file itself: what was read is already merged with the recipe.
   */
  private static List<Diagnostic> inBase(List<Diagnostic> warnings, Path file) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    List<Diagnostic> found = new ArrayList<>();
    for (Diagnostic warning : warnings) {
      String text = warning.at().map(Span::text).orElse("");
      int line = lines.indexOf(text) + 1;
      if (line > 0) {
        int width = text.codePointCount(0, text.length());
        found.add(warning.at(new Span(file.toString(), line, 1, width, text)));
      }
    }
    return found;
  }

  private static BaseConfig base(KernelPlan kernel) throws IOException {
    if (kernel.baseFile().isEmpty()) {
      return new BaseConfig.Target(kernel.base().orElseThrow());
    }
    Path file = kernel.baseFile().get();
    return new BaseConfig.Text(
        file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** Everything that decides whether the options of a plan take effect. */
  private CacheKey digest(BuildPlan plan) throws IOException {
    CacheKey key = new CacheKey().add(PlanKeys.options(plan)).add(trees.configuring(plan.architecture()));
    if (plan.kernel().baseFile().isPresent()) {
      key.add(Files.readAllBytes(plan.kernel().baseFile().get()));
    }
    return key;
  }

  /** Work that reads and writes the cache. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }
}
