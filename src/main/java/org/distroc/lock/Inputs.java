package org.distroc.lock;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.debian.ResolvedPackages;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelSource;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.ProjectLayout;

/**
 * Everything that the outputs depend on, except the tools. All digests are SHA-256 in hexadecimal
 * digits.
 *
 * @param distroc its version
 * @param language the version of the recipe language
 * @param templates the digest of distroc's templates that were used
 * @param recipe the digest of each part of the recipe that counts, by its dotted key
 * @param files the digest of each file that the recipe names, by its path from the recipe's folder
 * @param bases recipes of other origins that it extends, by name: what pins each, and its digest
 * @param kernel the kernel source
 * @param packages that the root has files of
 */
public record Inputs(
    String distroc,
    String language,
    String templates,
    SortedMap<String, String> recipe,
    SortedMap<String, String> files,
    SortedMap<String, String> bases,
    Kernel kernel,
    ResolvedPackages packages) {

  /** The one version of the recipe language. */
  private static final String LANGUAGE = "v1";

  /** Copies the maps. */
  public Inputs {
    recipe = Collections.unmodifiableSortedMap(new TreeMap<>(recipe));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    bases = Collections.unmodifiableSortedMap(new TreeMap<>(bases));
  }

  /** Without bases of other origins. */
  public Inputs(
      String distroc,
      String language,
      String templates,
      SortedMap<String, String> recipe,
      SortedMap<String, String> files,
      Kernel kernel,
      ResolvedPackages packages) {
    this(distroc, language, templates, recipe, files, new TreeMap<>(), kernel, packages);
  }

  /** Without packages. */
  public Inputs(
      String distroc,
      String language,
      String templates,
      SortedMap<String, String> recipe,
      SortedMap<String, String> files,
      Kernel kernel) {
    this(distroc, language, templates, recipe, files, kernel, ResolvedPackages.NONE);
  }

  /**
   * The kernel source.
   *
   * @param release which Linux it is
   * @param identity a name that determines its content, as in {@code KernelTree}
   * @param debian package and version, if it came in a known one
   */
  public record Kernel(String release, String identity, Optional<DebianVersion> debian) {}

  /** A Debian package in one version. */
  public record DebianVersion(String name, String version) {}

  /**
   * The inputs of a plan and the project made of it.
   *
   * @param distroc its version
   * @param debianVersion the version of the kernel's Debian package, if it is known
   */
  public static Inputs of(
      BuildPlan plan, GeneratedProject project, String distroc, Optional<String> debianVersion) {
    Optional<DebianVersion> debian =
        plan.recipe().source() instanceof KernelSource.Debian source
            ? debianVersion.map(version -> new DebianVersion(source.packageName(), version))
            : Optional.empty();
    return new Inputs(
        distroc,
        LANGUAGE,
        project.templates(),
        plan.recipe().parts(),
        files(plan, project),
        plan.recipe().bases(),
        new Kernel(
            plan.kernel().tree().release().toString(), plan.kernel().tree().identity(), debian),
        plan.recipe().packages());
  }

  /** Digests of what was read for the project, even if a file changes meanwhile. */
  private static SortedMap<String, String> files(BuildPlan plan, GeneratedProject project) {
    SortedMap<String, String> files = new TreeMap<>();
    for (InitPlan.SourceFile source : plan.init().map(InitPlan::sources).orElse(List.of())) {
      files.put(source.path(), Sha256.of(project.files().get(ProjectLayout.source(source.path()))));
    }
    plan.kernel().fragments().forEach(fragment -> files.put(fragment.path(), fragment.sha256()));
    plan.recipe()
        .baseConfig()
        .ifPresent(name -> files.put(name, Sha256.of(project.files().get(ProjectLayout.BASE))));
    return files;
  }
}
