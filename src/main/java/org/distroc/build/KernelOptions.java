package org.distroc.build;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.distroc.host.WholeFile;
import org.distroc.kconfig.Assignment;
import org.distroc.kconfig.Base;
import org.distroc.kconfig.Configuration;
import org.distroc.kconfig.Explanation;
import org.distroc.kconfig.KconfigEnvironment;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.OptionIndex;
import org.distroc.kconfig.ProcessShell;
import org.distroc.kconfig.ShellAnswers;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.Architecture;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/**
 * Asks the Kconfig files of a kernel about the options of a recipe. Reading them takes a second, so
 * small answers are kept in the cache: the types of all options, what the compiler was asked, and
 * which sets of options are known to take.
 */
public final class KernelOptions {
  private final Path folder;
  private final Host host;
  private final Map<String, KconfigTree> loaded = new HashMap<>();
  private final Map<String, OptionIndex> indexes = new HashMap<>();
  private Optional<String> configuring = Optional.empty();

  /** Options of kernels, with the cache of a host. */
  public KernelOptions(Host host) {
    this.host = host;
    this.folder = host.cacheFolder().resolve("options");
  }

  /** Names and types of the options of a kernel. */
  public OptionIndex index(KernelTree tree, Architecture architecture) {
    return guarded(
        () -> {
          String key = key(tree, architecture);
          if (indexes.containsKey(key)) {
            return indexes.get(key);
          }
          Path file = folder.resolve(key + ".index");
          Optional<OptionIndex> kept =
              tree.pinned() ? OptionIndex.read(file) : Optional.empty();
          OptionIndex index =
              kept.isPresent() ? kept.get() : OptionIndex.of(load(tree, architecture));
          if (tree.pinned() && kept.isEmpty()) {
            index.write(file);
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
    List<Diagnostic> findings = new ArrayList<>();
    for (KernelPlan.Option option : plan.kernel().options()) {
      Explanation explanation =
          configuration.tree().explain(configuration, new Assignment(option.name(), option.value()));
      if (!explanation.takes()) {
        findings.add(explanation.toDiagnostic(Optional.of(option.at())));
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
          KconfigTree tree = load(kernel.tree(), plan.architecture());
          try {
            return tree.resolve(base(kernel), wanted);
          } catch (Failure failure) {
            throw new Failure(
                failure.diagnostics().stream()
                    .map(d -> d.at().isPresent() ? d : d.at(plan.places().base()))
                    .toList());
          }
        });
  }

  /** All options of a kernel, how they depend on each other, and what the compiler can do. */
  public KconfigTree tree(KernelTree tree, Architecture architecture) {
    return guarded(() -> load(tree, architecture));
  }

  /** The warnings with places in the file itself: what was read is already merged with the recipe. */
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

  private static Base base(KernelPlan kernel) throws IOException {
    if (kernel.baseFile().isEmpty()) {
      return new Base.Target(kernel.base().orElseThrow());
    }
    Path file = kernel.baseFile().get();
    return new Base.Text(
        file.toString(),
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** Everything that decides whether the options of a plan take. */
  private Digest digest(BuildPlan plan) throws IOException {
    KernelPlan kernel = plan.kernel();
    Digest digest =
        new Digest()
            .add(key(kernel.tree(), plan.architecture()))
            .add(configuring())
            .add(kernel.base().orElse(""));
    if (kernel.baseFile().isPresent()) {
      digest.add(Files.readAllBytes(kernel.baseFile().get()));
    }
    for (KernelPlan.Option option : kernel.options()) {
      digest.add(option.name()).add(option.value());
    }
    // What the advice is about.
    digest.add(plan.machine().display().name()).add(String.join(" ", kernel.cmdline()));
    digest.add(plan.image().compression().name()).add(Boolean.toString(plan.init().isPresent()));
    return digest;
  }

  /** The tools that Kconfig files ask; a run looks for them once. */
  private String configuring() throws IOException {
    if (configuring.isEmpty()) {
      configuring = Optional.of(Toolchain.of(host).configuring());
    }
    return configuring.get();
  }

  private static String key(KernelTree tree, Architecture architecture) {
    return tree.identity().replaceAll("[^A-Za-z0-9]+", "-") + "-" + architecture.name();
  }

  /** The tree as it was read before, by this run or by one that kept it; else read now. */
  private KconfigTree load(KernelTree tree, Architecture architecture) throws IOException {
    String key =
        new Digest()
            .add(key(tree, architecture))
            .add(configuring())
            .hex();
    KconfigTree before = loaded.get(key);
    if (before != null) {
      return before;
    }
    KconfigTree kconfig =
        tree.pinned()
            ? kept(key, tree, architecture)
            : parse(tree, architecture, new ShellAnswers());
    loaded.put(key, kconfig);
    return kconfig;
  }

  private KconfigTree kept(String key, KernelTree tree, Architecture architecture)
      throws IOException {
    Path model = folder.resolve(key + ".model");
    Path file = folder.resolve(key + ".answers");
    ShellAnswers answers = new ShellAnswers(read(file));
    if (Files.isRegularFile(model)) {
      KconfigEnvironment environment = environment(tree, architecture, folder, answers);
      Optional<KconfigTree> whole =
          KconfigTree.fromBytes(Files.readAllBytes(model), key, tree.root(), environment);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    KconfigTree kconfig = parse(tree, architecture, answers);
    if (answers.changed()) {
      write(file, answers.asMap());
    }
    WholeFile.write(model, kconfig.toBytes(key));
    return kconfig;
  }

  private KconfigTree parse(
      KernelTree tree, Architecture architecture, ShellAnswers answers) throws IOException {
    Path scratch = Files.createTempDirectory("distroc-kconfig-");
    try {
      return KconfigTree.load(tree.root(), environment(tree, architecture, scratch, answers));
    } finally {
      KernelStore.deleteTree(scratch);
    }
  }

  private KconfigEnvironment environment(
      KernelTree tree, Architecture architecture, Path scratch, ShellAnswers answers) {
    return KconfigEnvironment.of(
        tree.root(), architecture.kernelName(), "", new ProcessShell(host, scratch), answers);
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> answers = new HashMap<>();
    if (Files.isRegularFile(file)) {
      Properties stored = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        stored.load(in);
      } catch (IllegalArgumentException damaged) {
        // The compiler is asked again.
        return answers;
      }
      stored.forEach((command, answer) -> answers.put((String) command, (String) answer));
    }
    return answers;
  }

  private static void write(Path file, Map<String, String> answers) throws IOException {
    Properties stored = new Properties();
    stored.putAll(answers);
    StringWriter text = new StringWriter();
    stored.store(text, null);
    WholeFile.write(file, text.toString());
  }

  /** Work that reads and writes the cache. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D5024, "the cache in `" + host.cacheFolder() + "` cannot be used")
              .why(e.toString())
              .help("another place is taken from the variable XDG_CACHE_HOME"),
          e);
    }
  }
}
