package org.distroc.root;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.debian.Packages;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.kernel.Progress;
import org.distroc.recipe.Recipe;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Source;
import org.distroc.rootfs.Tree;

/** Gets the packages of a recipe's root, and assembles the tree of everything. */
public final class RootPlanning {
  private final Host host;
  private final Packages packages;
  private final boolean fetching;

  /**
   * Roots with packages of a host's cache.
   *
   * @param offline whether to stay off the network
   * @param fetching whether packages that are missing may be fetched at all: a check does not
   */
  public RootPlanning(Host host, Progress progress, boolean offline, boolean fetching) {
    this.host = host;
    this.packages = new Packages(host, progress, offline || !fetching);
    this.fetching = fetching;
  }

  /**
   * A root.
   *
   * @param tree empty if the recipe has none
   * @param packages that it has files of
   * @param complete whether all packages are there; else the tree is without them
   */
  public record Planned(Optional<Tree> tree, ResolvedPackages packages, boolean complete) {}

  /**
   * The root of a recipe.
   *
   * @param locked packages of its lock file
   * @param findings gets what is wrong with it; nothing if packages are missing
   */
  public Planned plan(
      Recipe recipe,
      Architecture architecture,
      Optional<ResolvedPackages> locked,
      List<Diagnostic> findings) {
    Optional<PackageParts> parts = PackageParts.of(recipe, architecture);
    if (parts.isEmpty()) {
      return new Planned(
          RootAssembly.assemble(recipe, List.of(), findings), ResolvedPackages.NONE, true);
    }
    Optional<ResolvedPackages> pinned = locked.filter(parts.get()::isIn);
    try {
      return assemble(recipe, parts.get(), pinned, findings);
    } catch (Failure e) {
      boolean gone = has(e, Code.D4206) && pinned.isEmpty();
      if (gone) {
        // The lists are older than the archive.
        parts.get().update(packages);
        return assemble(recipe, parts.get(), Optional.empty(), findings);
      }
      if (fetching || !has(e, Code.D4208)) {
        throw e;
      }
      return new Planned(
          RootAssembly.assemble(recipe, List.of(), new ArrayList<>()),
          ResolvedPackages.NONE,
          false);
    }
  }

  private static boolean has(Failure failure, Code code) {
    return failure.diagnostics().stream().anyMatch(d -> d.code() == code);
  }

  private Planned assemble(
      Recipe recipe,
      PackageParts parts,
      Optional<ResolvedPackages> pinned,
      List<Diagnostic> findings) {
    ResolvedPackages resolved = pinned.orElseGet(() -> parts.resolve(packages));
    try {
      List<Source> sources = parts.sources(packages, resolved, findings);
      Optional<Tree> tree = RootAssembly.assemble(recipe, sources, findings);
      Set<String> origins =
          tree.orElseThrow().entries().stream().map(Entry::origin).collect(Collectors.toSet());
      return new Planned(tree, resolved.usedBy(origins), true);
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  /** A digest that changes with the packages of a recipe, if they are known without any work. */
  public Optional<String> identity(
      Recipe recipe, Architecture architecture, Optional<ResolvedPackages> locked) {
    return PackageParts.of(recipe, architecture)
        .flatMap(parts -> locked.filter(parts::isIn).or(() -> parts.known(packages)))
        .map(ResolvedPackages::identity);
  }

  /** Whether a recipe takes anything from packages. */
  public static boolean takesPackages(Recipe recipe) {
    return recipe.rootfs().filter(files -> !files.packages().isEmpty()).isPresent();
  }
}
