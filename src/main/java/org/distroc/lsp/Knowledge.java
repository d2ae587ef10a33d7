package org.distroc.lsp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kernel.SyscallTable;
import org.distroc.pipeline.KernelConfigs;
import org.distroc.pipeline.NamedConfiguration;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RunListener;
import org.distroc.pipeline.RunOptions;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.recipe.layers.SeveralArchitectures;
import org.distroc.report.KeyReference;

/**
 * What distroc knows of the recipes that are open: their mistakes, kernels and options. While a
 * text cannot be read, what was known of it before still holds.
 */
final class Knowledge {
  /** What the last readable text of a recipe was. */
  private record Kernel(BuildPlan plan, NamedConfiguration configured) {
    /** Whether another plan has the same configuration; a file that it starts from may change. */
    boolean isSame(BuildPlan other) {
      KernelPlan one = plan.kernel();
      KernelPlan two = other.kernel();
      return one.baseFile().isEmpty()
          && one.tree().equals(two.tree())
          && one.base().equals(two.base())
          && plan.architecture() == other.architecture()
          && settings(one).equals(settings(two));
    }

    private static List<Assignment> settings(KernelPlan kernel) {
      return kernel.options().stream().map(o -> new Assignment(o.name(), o.value())).toList();
    }
  }

  private final Host host;
  private final Pipeline pipeline;
  private final KeyReference reference;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();
  private Runnable pendingChecks = () -> {};
  private Optional<NamedConfiguration> newest;

  Knowledge(Host host) {
    this.host = host;
    this.pipeline = new Pipeline(host, new Silent(), RunOptions.ofEditor());
    try {
      this.reference = KeyReference.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets what waits for the checks that were begun: they may bring a recipe's kernel. */
  void waitBy(Runnable waiting) {
    pendingChecks = waiting;
  }

  /** Hears nothing, and answers no question. */
  private static final class Silent implements RunListener {
    @Override
    public void report(List<Diagnostic> diagnostics) {
      // Only a check reports to somebody.
    }
  }

  private record Collecting(List<Diagnostic> found) implements RunListener {
    @Override
    public synchronized void report(List<Diagnostic> diagnostics) {
      found.addAll(diagnostics);
    }
  }

  /** All that {@code distroc check} would report. */
  List<Diagnostic> check(OpenRecipe recipe) {
    List<Diagnostic> found = new ArrayList<>();
    Collecting listener = new Collecting(found);
    try {
      check(pipeline.reportingTo(listener), recipe);
    } catch (SeveralArchitectures several) {
      several.names().forEach(name -> check(name, listener, recipe));
    } catch (Failure failure) {
      found.addAll(failure.diagnostics());
    }
    return found.stream().distinct().toList();
  }

  private void check(String architecture, Collecting listener, OpenRecipe recipe) {
    try {
      check(pipeline.on(architecture, listener), recipe);
    } catch (Failure failure) {
      listener.report(failure.diagnostics());
    }
  }

  private void check(Pipeline one, OpenRecipe recipe) {
    one.check(recipe.source(), recipe.file());
  }

  /** Reads the kernel of a recipe, if it is on this machine: what completion and hover ask. */
  void learn(OpenRecipe recipe) {
    try {
      learn(pipeline.reportingTo(new Silent()), recipe);
    } catch (SeveralArchitectures several) {
      learn(pipeline.on(several.names().get(0), new Silent()), recipe);
    }
  }

  private void learn(Pipeline one, OpenRecipe recipe) {
    Optional<BuildPlan> plan = one.planOfText(recipe.source(), recipe.file());
    Kernel before = kernels.get(recipe.uri());
    // Most of what is typed does not change the kernel.
    if (plan.isPresent() && (before == null || !before.isSame(plan.get()))) {
      Configuration configuration = one.configuration(plan.get());
      String name = recipe.file().getFileName().toString();
      NamedConfiguration named =
          new NamedConfiguration(
              name, plan.get().kernel().tree(), configuration, List.of(), Map.of());
      kernels.put(recipe.uri(), new Kernel(plan.get(), named));
    }
  }

  /** Forgets a recipe that was closed. */
  void forget(String uri) {
    kernels.remove(uri);
  }

  /** The configuration of a recipe's kernel; else of the newest kernel here; empty without any. */
  synchronized Optional<NamedConfiguration> configuration(String uri) {
    Optional<Kernel> kernel = kernel(uri);
    if (kernel.isPresent()) {
      return kernel.map(Kernel::configured);
    }
    if (newest == null) {
      try {
        newest =
            Optional.of(
                new KernelConfigs(host, new Silent(), RunOptions.ofEditor()).ofNewestKernel());
      } catch (Failure none) {
        newest = Optional.empty();
      }
    }
    return newest;
  }

  /** The system calls of a recipe's kernel, if that is on this machine. */
  Optional<SyscallTable> syscalls(String uri) {
    return kernel(uri).map(kernel -> pipeline.syscalls(kernel.plan()));
  }

  private Optional<Kernel> kernel(String uri) {
    if (!kernels.containsKey(uri)) {
      pendingChecks.run();
    }
    return Optional.ofNullable(kernels.get(uri));
  }

  /** What the reference says of a key, such as {@code init.libc}. */
  Optional<String> reference(List<String> path) {
    return reference.of(String.join(".", path).replace("." + CursorPlace.ITEM, "[]"));
  }

  /** The names of all architectures. */
  static List<String> architectures() {
    return Architectures.ALL.stream().map(one -> one.name()).toList();
  }
}
