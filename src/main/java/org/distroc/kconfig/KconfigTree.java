package org.distroc.kconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Resolver;
import org.distroc.kconfig.explain.MinimalChange;
import org.distroc.kconfig.explain.OptionDescriber;
import org.distroc.kconfig.explain.OptionDescription;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.explain.OptionSearch;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.store.ModelReader;
import org.distroc.kconfig.store.ModelWriter;
import org.distroc.kconfig.store.TargetConfigs;
import org.distroc.kconfig.syntax.KconfigLoader;
import org.distroc.kconfig.value.Assignment;

/**
 * The Kconfig files of one kernel source for one architecture and toolchain, and the questions that
 * can be asked about them. It never changes; threads may share it. The work is done by the packages
 * below this one, which do not know of it.
 */
public final class KconfigTree {
  private final Resolver resolver;

  private KconfigTree(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Reads {@code Kconfig} at the top of a kernel source and everything that it includes.
   *
   * @throws Failure with every error in the files, each at its position
   */
  public static KconfigTree load(Path srctree, KconfigEnvironment environment) {
    return load(srctree, "Kconfig", environment);
  }

  /** As above from another file, given relative to the source. */
  public static KconfigTree load(Path srctree, String file, KconfigEnvironment environment) {
    return new KconfigTree(new Resolver(KconfigLoader.load(srctree, file, environment)));
  }

  /** The tree that a configuration is of, with everything that it has computed already. */
  public static KconfigTree of(Configuration configuration) {
    return new KconfigTree(configuration.resolver());
  }

  /**
   * The whole tree as bytes to cache: reading them is faster than parsing the files.
   *
   * @param key names the source, the architecture and the toolchain, for example by a digest
   */
  public byte[] toBytes(String key) {
    return KconfigLimits.onDeepStack(() -> ModelWriter.write(model(), key));
  }

  /**
   * A tree from cached bytes.
   *
   * @param srctree where the source is now
   * @return empty when they are damaged, of another key, or written by another version of distroc
   */
  public static Optional<KconfigTree> fromBytes(byte[] bytes, String key, Path srctree) {
    return ModelReader.read(bytes, key, srctree).map(model -> new KconfigTree(new Resolver(model)));
  }

  /** How many targets {@link #resolve} has computed, and need not compute again. */
  public int knownTargets() {
    return resolver.finishedTargets().size();
  }

  /** Their configurations as bytes to cache. */
  public byte[] targetsToBytes(String key) {
    return TargetConfigs.write(resolver.finishedTargets(), key);
  }

  /** Takes cached configurations, unless they are damaged or of another key. */
  public void rememberTargets(byte[] bytes, String key) {
    TargetConfigs.read(bytes, key).ifPresent(texts -> texts.forEach(resolver::remember));
  }

  /**
   * The configuration that {@code make} computes: the base, the fragment merged into it, and
   * everything else completed.
   *
   * @throws Failure when the base does not exist
   */
  public Configuration resolve(BaseConfig base, List<Assignment> fragment) {
    return resolver.resolve(base, fragment);
  }

  /** As above with the text of a fragment, such as a file of {@code kernel/configs}. */
  public Configuration resolve(BaseConfig base, String fragment) {
    return resolver.resolve(base, fragment);
  }

  /** All options, how they depend on each other, and the menu that they stand in. */
  public KconfigModel model() {
    return resolver.model();
  }

  /**
   * The option of that name, without {@code CONFIG_}; empty when no file defines or mentions it.
   */
  public Optional<Symbol> symbol(String name) {
    return model().symbol(name);
  }

  /** Every option that is defined, in the order of its first mention; no constants or choices. */
  public Stream<Symbol> options() {
    return model().options();
  }

  /** The {@code select} lines that name an option, in the order of the selecting options. */
  public List<Property> selectors(Symbol symbol) {
    return model().selectors(symbol);
  }

  /** Why an option does or does not become what is wanted in a configuration of this tree. */
  public OptionExplanation explain(Configuration configuration, Assignment wanted) {
    return new OptionExplainer(configuration).explain(wanted);
  }

  /** As above for many, in their order. */
  public List<OptionExplanation> explain(Configuration configuration, List<Assignment> wanted) {
    return new OptionExplainer(configuration).explain(wanted);
  }

  /** An explanation for everything that the fragment of a configuration asks for in vain. */
  public List<OptionExplanation> explain(Configuration configuration) {
    return new OptionExplainer(configuration).explainUnmet();
  }

  /** Everything about one option; empty when the tree does not define it. */
  public Optional<OptionDescription> describe(Configuration configuration, String name) {
    return new OptionDescriber(configuration).describe(name);
  }

  /** Options that have all these words in their name, prompt or help text, the best first. */
  public List<Symbol> search(String words, int limit) {
    return OptionSearch.words(model(), words, limit);
  }

  /**
   * The fewest settings that, added to what {@code before} asks for, give {@code after}.
   *
   * @return empty when no settings of options do
   */
  public Optional<List<Assignment>> changes(Configuration before, Configuration after) {
    return MinimalChange.find(before, after);
  }

  /** The top of the menu. */
  public MenuNode root() {
    return model().root();
  }

  /** The option that switches modules on, such as MODULES; the constant n when there is none. */
  public Symbol modules() {
    return model().modules();
  }

  /** What is odd in the files but accepted by {@code conf}. */
  public List<Diagnostic> warnings() {
    return model().warnings();
  }

  /** The files that were read, as {@code source} named them, in order. */
  public List<String> files() {
    return model().files();
  }

  /** The folder of the kernel source. */
  public Path srctree() {
    return model().srctree();
  }
}
