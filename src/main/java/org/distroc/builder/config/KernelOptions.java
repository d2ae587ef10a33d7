package org.distroc.builder.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.store.OptionIndex;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelParameters;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.KernelPlan;

/**
 * Checks the options of a recipe against the Kconfig files of its kernel. Parsing takes a second,
 * so the parsed files are cached, and so are the types of all options and the sets of options that
 * are known to take effect.
 */
public final class KernelOptions {
  /** Part of the key of what passed the checks; changes when a check is added. */
  private static final String CHECKS = "5";

  private static final String INITRAMFS = "INITRAMFS_SOURCE";

  private final Path folder;
  private final Host host;
  private final KconfigTreeCache trees;
  private final SyscallTables syscalls;
  private final KernelParameters parameters;
  private final Map<String, OptionIndex> indexes = new ConcurrentHashMap<>();

  /** Checks that use the cache of a host. */
  public KernelOptions(Host host) {
    this(host, sentence -> {});
  }

  /** As above, with a listener for sentences about what takes long; from any thread. */
  public KernelOptions(Host host, Consumer<String> slow) {
    this.host = host;
    this.folder = host.cache().folder(CacheFolder.OPTIONS);
    this.syscalls = new SyscallTables(host);
    this.trees = new KconfigTreeCache(host, folder, slow);
    this.parameters = new KernelParameters(host, slow);
  }

  /** Waits for pending writes to the cache. */
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
            KconfigTreeCache.inBackground(() -> index.write(file));
          }
          indexes.put(key, index);
          return index;
        });
  }

  /**
   * Finds options of a plan that do not take effect, and other conflicts between the plan and the
   * configuration.
   *
   * @return errors and warnings, with reasons and verified remedies
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
            List<Diagnostic> kind = baseLines(plan).kind(plan, configuration.model());
            if (!kind.isEmpty()) {
              // Nothing else about such a file means anything.
              return kind;
            }
            findings.addAll(inBase(configuration.warnings(), plan));
            findings.addAll(baseLines(plan).review(plan, configuration));
          }
          List<Diagnostic> foreign = FragmentFindings.kinds(plan, configuration.model());
          if (!foreign.isEmpty()) {
            return foreign;
          }
          findings.addAll(FragmentFindings.warnings(plan, configuration));
          List<Diagnostic> unmet = unmet(plan, configuration);
          // An option without effect explains most other findings.
          findings.addAll(unmet);
          if (unmet.stream().noneMatch(d -> d.severity() == Severity.ERROR)) {
            findings.addAll(advice(plan, configuration));
          }
          List<Diagnostic> refused = texts(plan, name -> text(configuration, name));
          findings.addAll(refused);
          if (refused.isEmpty()) {
            findings.addAll(secondInitramfs(plan, configuration));
          }
          if (findings.isEmpty() && tree.pinned()) {
            Files.createDirectories(folder);
            Files.write(known, new byte[0]);
          }
          return findings;
        });
  }

  private List<Diagnostic> advice(BuildPlan plan, Configuration configuration) {
    List<Diagnostic> findings = new ArrayList<>(ConfigAdvice.of(plan, configuration));
    // What a described init calls follows from its lines, which have findings of their own.
    if (plan.init().flatMap(InitPlan::described).isEmpty()) {
      findings.addAll(SyscallChecks.check(plan, configuration, syscalls));
    }
    findings.addAll(MachineAdvice.of(plan, configuration));
    findings.addAll(CommandLineChecks.check(plan, configuration, parameters));
    return findings;
  }

  /**
   * An error for each text, set by the recipe or its base file, that the kernel's build would
   * evaluate or open as a file. {@link #check} finds them too, but the configuration that the
   * kernel wrote is the one that counts.
   */
  public List<Diagnostic> texts(BuildPlan plan, ResolvedConfig config) {
    return guarded(() -> texts(plan, config::text));
  }

  private List<Diagnostic> texts(BuildPlan plan, Function<String, Optional<String>> values)
      throws IOException {
    return texts(plan.kernel().tree(), plan.architecture(), values, asked(plan.kernel()));
  }

  private List<Diagnostic> texts(
      KernelTree tree,
      Architecture architecture,
      Function<String, Optional<String>> values,
      Map<String, Span> asked)
      throws IOException {
    Map<String, Span> suspect = new LinkedHashMap<>(asked);
    suspect.keySet().removeIf(name -> TextChecks.isHarmless(name, values.apply(name).orElse("")));
    if (suspect.isEmpty()) {
      return List.of();
    }
    MissingFiles missing =
        new MissingFiles(tree.root(), () -> trees.load(tree, architecture).model());
    return TextChecks.check(trees.strings(tree, architecture), values, missing, suspect);
  }

  /** As {@link #texts(BuildPlan, ResolvedConfig)}, for lines of a file. */
  public List<Diagnostic> texts(
      KernelTree tree,
      Configuration configuration,
      Architecture architecture,
      Map<String, Span> asked) {
    return guarded(() -> texts(tree, architecture, name -> text(configuration, name), asked));
  }

  /** A warning if the kernel contains an initramfs, and distroc builds another. */
  private static List<Diagnostic> secondInitramfs(BuildPlan plan, Configuration configuration)
      throws IOException {
    Optional<String> source = text(configuration, INITRAMFS).filter(text -> !text.isBlank());
    Optional<Span> at = Optional.ofNullable(asked(plan.kernel()).get(INITRAMFS));
    if (!plan.hasInit() || source.isEmpty() || at.isEmpty()) {
      return List.of();
    }
    return List.of(
        Diagnostic.warning(
                Code.D2074, "the kernel contains another initramfs, `" + source.get() + "`")
            .at(at)
            .why("the kernel unpacks it first, and then that of `init:` over it")
            .help(
                "remove `" + INITRAMFS + "`, or `init:` if the kernel contains its init program"));
  }

  private static Optional<String> text(Configuration configuration, String name) {
    return configuration
        .model()
        .option(name)
        .filter(option -> option.type() == SymbolType.STRING && configuration.isWritten(option))
        .map(configuration::value);
  }

  /** Where the recipe or its base file sets each option; the recipe has the last word. */
  private static Map<String, Span> asked(KernelPlan kernel) throws IOException {
    Map<String, Span> asked = new LinkedHashMap<>();
    if (kernel.baseFile().isPresent()) {
      Path file = kernel.baseFile().get();
      int number = 0;
      for (String line :
          new String(BoundedFiles.bytes(file, BoundedFiles.TEXT), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        number++;
        Optional<ConfigLine> set = ConfigLine.parse(line);
        if (set.isPresent()) {
          int width = Math.max(1, line.codePointCount(0, line.length()));
          asked.put(set.get().name(), new Span(file.toString(), number, 1, width, line));
        }
      }
    }
    kernel.options().forEach(option -> asked.put(option.name(), option.at()));
    return asked;
  }

  /**
   * An error for every option that does not get the requested value; a warning for one that this
   * kernel does not have and that is set to n.
   */
  public List<Diagnostic> unmet(BuildPlan plan, Configuration configuration) {
    List<KernelPlan.Option> options = plan.kernel().own();
    List<Assignment> wanted =
        options.stream().map(o -> new Assignment(o.name(), o.value())).toList();
    List<OptionExplanation> explanations = new OptionExplainer(configuration).explain(wanted);
    List<Diagnostic> findings = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      if (!explanations.get(i).takes()) {
        findings.add(explanations.get(i).toDiagnostic(Optional.of(options.get(i).at())));
      }
    }
    findings.addAll(FragmentFindings.errors(plan, configuration));
    return findings;
  }

  /**
   * The configuration that olddefconfig would produce for a plan. Errors in the base point to the
   * recipe, unless a file has a better position.
   */
  public Configuration resolve(BuildPlan plan) {
    return guarded(
        () -> {
          KernelPlan kernel = plan.kernel();
          List<Assignment> wanted = new ArrayList<>();
          kernel.options().forEach(o -> wanted.add(new Assignment(o.name(), o.value())));
          try {
            return resolve(kernel.tree(), plan.architecture(), base(plan), wanted);
          } catch (Failure failure) {
            throw new Failure(
                failure.diagnostics().stream()
                    .map(d -> d.at().isPresent() ? d : d.at(plan.locations().base()))
                    .toList());
          }
        });
  }

  /** All options of a kernel, their dependencies, and the compiler's features. */
  public KconfigTree tree(KernelTree tree, Architecture architecture) {
    return guarded(
        () -> {
          KconfigTree kconfig = trees.load(tree, architecture);
          trees.keep(tree, architecture);
          return kconfig;
        });
  }

  /** The configuration that results from a base and a fragment. */
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
   * The warnings with positions in the base file itself, since what was parsed is already merged
   * with the recipe.
   */
  private static List<Diagnostic> inBase(List<Diagnostic> warnings, BuildPlan plan) {
    Path file = plan.kernel().baseFile().orElseThrow();
    List<String> lines = new String(readBase(plan), StandardCharsets.UTF_8).lines().toList();
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

  private static BaseConfig base(BuildPlan plan) {
    KernelPlan kernel = plan.kernel();
    if (kernel.baseFile().isEmpty()) {
      return new BaseConfig.Target(kernel.base().orElseThrow());
    }
    Path file = kernel.baseFile().get();
    return new BaseConfig.Text(file.toString(), new String(readBase(plan), StandardCharsets.UTF_8));
  }

  private static BaseLines baseLines(BuildPlan plan) {
    return new BaseLines(
        plan.kernel().baseFile().orElseThrow().toString(),
        new String(readBase(plan), StandardCharsets.UTF_8));
  }

  private static byte[] readBase(BuildPlan plan) {
    Path file = plan.kernel().baseFile().orElseThrow();
    try {
      return BoundedFiles.bytes(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "cannot read " + file)
              .at(plan.locations().base())
              .why(IoErrors.reason(e)),
          e);
    }
  }

  /** Everything that decides whether the options of a plan take effect. */
  private CacheKey digest(BuildPlan plan) throws IOException {
    CacheKey key =
        new CacheKey()
            .add(CHECKS)
            .add(PlanKeys.options(plan))
            .add(variants(plan))
            .add(trees.configuring(plan.architecture()));
    if (plan.kernel().baseFile().isPresent()) {
      key.add(readBase(plan));
    }
    return key;
  }

  /** What machines of tests have of their own that checks look at. */
  private static String variants(BuildPlan plan) {
    return plan.tests().stream()
        .map(test -> test.machine().memory() + " " + test.machine().smp())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** Work that uses the cache. */
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
