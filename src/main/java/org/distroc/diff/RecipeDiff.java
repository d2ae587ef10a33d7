package org.distroc.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.kconfig.explain.ConfigurationDiff;
import org.distroc.plan.InitPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.rootfs.Tree;

/**
 * What differs between two recipes.
 *
 * @param values of their texts, with all bases merged
 * @param options of the computed configurations, by menu
 * @param sources digests of the files that the recipes name, for init and for the configuration
 * @param files of their root file systems
 * @param packages that their roots have files of
 */
record RecipeDiff(
    RecipeState before,
    RecipeState after,
    List<ValueChange> values,
    ConfigurationDiff options,
    List<SourceChange> sources,
    List<FileChange> files,
    List<PackageChange> packages)
    implements Changes {

  /**
   * A file that both recipes name, or one of them.
   *
   * @param before the digest of its content; empty if the first recipe does not name it
   * @param after the same of the second recipe
   */
  record SourceChange(String path, Optional<String> before, Optional<String> after) {
    private Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("path", path);
      map.put("before", before.orElse(null));
      map.put("after", after.orElse(null));
      return map;
    }
  }

  /** The size of an output of both. */
  private record Output(String name, long before, long after) {
    private Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("before", before);
      map.put("after", after);
      return map;
    }
  }

  /** Compares two recipes. */
  static RecipeDiff between(RecipeState before, RecipeState after) {
    try {
      return new RecipeDiff(
          before,
          after,
          ValueChange.between(before.recipe(), after.recipe()),
          ConfigurationDiff.between(before.configuration(), after.configuration()),
          sources(before, after),
          FileChange.between(
              before.plan().root().orElse(Tree.EMPTY), after.plan().root().orElse(Tree.EMPTY)),
          PackageChange.between(
              before.plan().recipe().packages(), after.plan().recipe().packages()));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "a file of a root file system cannot be read")
              .why(IoErrors.reason(e)),
          e);
    }
  }

  private static List<SourceChange> sources(RecipeState before, RecipeState after)
      throws IOException {
    Map<String, String> one = sources(before);
    Map<String, String> other = sources(after);
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    List<SourceChange> changes = new ArrayList<>();
    for (String name : names) {
      Optional<String> old = Optional.ofNullable(one.get(name));
      Optional<String> now = Optional.ofNullable(other.get(name));
      if (!old.equals(now)) {
        changes.add(new SourceChange(name, old, now));
      }
    }
    return changes;
  }

  private static Map<String, String> sources(RecipeState state) throws IOException {
    Map<String, String> digests = new LinkedHashMap<>();
    for (InitPlan.SourceFile file : state.plan().init().map(InitPlan::sources).orElse(List.of())) {
      digests.put(file.path(), BoundedFiles.digest(file.file()));
    }
    KernelPlan kernel = state.plan().kernel();
    kernel.fragments().forEach(fragment -> digests.put(fragment.path(), fragment.sha256()));
    if (kernel.baseFile().isPresent()) {
      String name = state.plan().recipe().baseConfig().orElseThrow();
      digests.put(name, BoundedFiles.digest(kernel.baseFile().get()));
    }
    return digests;
  }

  /** Sizes of the outputs that were built of both, also of those that did not change. */
  private List<Output> outputs() {
    return before.outputs().keySet().stream()
        .filter(after.outputs()::containsKey)
        .map(name -> new Output(name, before.outputs().get(name), after.outputs().get(name)))
        .toList();
  }

  private boolean isSameKernel() {
    return before.plan().kernel().tree().identity().equals(after.plan().kernel().tree().identity());
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty()
        && options.groups().isEmpty()
        && sources.isEmpty()
        && files.isEmpty()
        && packages.isEmpty()
        && isSameKernel();
  }

  /** The number of options that differ. */
  int count() {
    return options.groups().stream().mapToInt(group -> group.changes().size()).sum();
  }

  @Override
  public String summary() {
    return new RecipeDiffText(this).summary();
  }

  @Override
  public List<String> lines(boolean all) {
    RecipeDiffText text = new RecipeDiffText(this);
    text.values();
    if (!isSameKernel()) {
      text.kernel(kernel(before), kernel(after));
    }
    text.options(all);
    text.sources();
    text.files(all);
    text.packages();
    for (Output output : outputs()) {
      text.output(output.name, output.before, output.after);
    }
    return text.lines();
  }

  private static String kernel(RecipeState state) {
    return "Linux "
        + state.plan().kernel().tree().release()
        + " ("
        + state.plan().kernel().tree().origin()
        + ")";
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("recipe", values.stream().map(ValueChange::toMap).toList());
    map.put("kernel", isSameKernel() ? null : kernels());
    map.put("options", options.groups().stream().map(this::group).toList());
    map.put("sources", sources.stream().map(SourceChange::toMap).toList());
    map.put("files", files.stream().map(FileChange::toMap).toList());
    map.put("packages", packages.stream().map(PackageChange::toMap).toList());
    map.put("outputs", outputs().stream().map(Output::toMap).toList());
    return map;
  }

  private Map<String, Object> kernels() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("before", kernelMap(before));
    map.put("after", kernelMap(after));
    return map;
  }

  private static Map<String, Object> kernelMap(RecipeState state) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("release", state.plan().kernel().tree().release().toString());
    map.put("identity", state.plan().kernel().tree().identity());
    return map;
  }

  private Map<String, Object> group(ConfigurationDiff.Group group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("menu", group.menu());
    map.put("changes", group.changes().stream().map(this::option).toList());
    return map;
  }

  private Map<String, Object> option(ConfigurationDiff.Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", change.name());
    map.put("before", change.before().orElse(null));
    map.put("after", change.after().orElse(null));
    map.put("at", place(change.name()).orElse(null));
    return map;
  }

  /** Where the second recipe asks for an option, or else the first. */
  Optional<String> place(String option) {
    for (RecipeState state : List.of(after, before)) {
      Optional<String> at =
          state.plan().kernel().options().stream()
              .filter(one -> one.name().equals(option))
              .map(one -> one.at().file() + ":" + one.at().line())
              .reduce((first, last) -> last);
      if (at.isPresent()) {
        return at;
      }
    }
    return Optional.empty();
  }
}
