package org.distroc.root;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.busybox.BusyboxTree;
import org.distroc.debian.PackageEntries;
import org.distroc.debian.PackageFilter;
import org.distroc.debian.PackageRequest;
import org.distroc.debian.Packages;
import org.distroc.debian.ProgramRequest;
import org.distroc.debian.Request;
import org.distroc.debian.ResolvedPackages;
import org.distroc.debian.StoredPackage;
import org.distroc.debian.Suites;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;
import org.distroc.spec.RootPackages;

/** What a recipe takes from Debian packages, as sources of its root. */
public final class PackageParts {
  private static final int LARGEST_BUSYBOX = 64 << 20;

  private final RootPackages wanted;
  private final SourceLocations locations;
  private final Architecture architecture;
  private final Suites suites;

  private PackageParts(Recipe recipe, RootPackages wanted, Architecture architecture) {
    this.wanted = wanted;
    this.locations = recipe.locations();
    this.architecture = architecture;
    RootPackages.Archive archive = wanted.archive();
    this.suites =
        Suites.of(
            archive.mirror(),
            archive.suite(),
            archive.components(),
            architecture.compiler().debianName(),
            Suites.DEBIAN_KEYRING);
  }

  /** The parts of a recipe; empty if it takes nothing from packages. */
  public static Optional<PackageParts> of(Recipe recipe, Architecture architecture) {
    return recipe
        .rootfs()
        .map(files -> files.packages())
        .filter(packages -> !packages.isEmpty())
        .map(packages -> new PackageParts(recipe, packages, architecture));
  }

  /** The packages, from lists in the cache or on the network. */
  public ResolvedPackages resolve(Packages packages) {
    return packages.resolve(suites, whole(), parts());
  }

  /** As above, if that is known already. */
  public Optional<ResolvedPackages> known(Packages packages) {
    return packages.known(suites, whole(), parts());
  }

  /** Fetches the lists again, for a resolution with the packages of today. */
  public void update(Packages packages) {
    packages.update(suites);
  }

  /** Whether packages that were locked have all that the recipe asks for. */
  public boolean isIn(ResolvedPackages locked) {
    List<String> names = locked.all().stream().map(deb -> deb.name()).toList();
    List<String> trees = locked.whole().stream().map(deb -> deb.name()).toList();
    return whole().stream().allMatch(one -> trees.contains(one.name()))
        && parts().stream().allMatch(one -> names.contains(one.name()));
  }

  private List<Request> whole() {
    return wanted.packages().keySet().stream()
        .map(name -> new Request(name, at("/rootfs/packages", name)))
        .toList();
  }

  private List<Request> parts() {
    Map<String, Request> parts = new LinkedHashMap<>();
    wanted
        .programs()
        .forEach(
            (path, one) ->
                parts.putIfAbsent(
                    one.packageName(),
                    new Request(one.packageName(), at("/rootfs/programs", path))));
    wanted
        .busybox()
        .ifPresent(
            one ->
                parts.putIfAbsent(one.packageName(), new Request(one.packageName(), busyboxAt())));
    return List.copyOf(parts.values());
  }

  private Span at(String map, String key) {
    String pointer = map + "/" + SourceLocations.escape(key);
    return locations.keySpan(pointer).orElseGet(() -> locations.nearest(map));
  }

  private Span busyboxAt() {
    return locations.nearest("/rootfs/busybox/package");
  }

  /**
   * The sources; packages that are missing are fetched.
   *
   * @param findings gets warnings
   */
  public List<Source> sources(
      Packages packages, ResolvedPackages resolved, List<Diagnostic> findings) throws IOException {
    List<StoredPackage> whole = packages.obtain(suites, resolved.whole());
    List<StoredPackage> all = new ArrayList<>(whole);
    all.addAll(packages.obtain(suites, resolved.parts()));
    PackageEntries entries = new PackageEntries(all, architecture.programs().standard());
    List<Source> sources = new ArrayList<>();
    if (!wanted.packages().isEmpty()) {
      List<PackageRequest> requests = requests();
      findings.addAll(entries.scriptFindings(requests));
      sources.add(new Given(Layer.PACKAGES, "rootfs.packages", entries.whole(whole, requests)));
    }
    if (!wanted.programs().isEmpty()) {
      sources.add(
          new Given(
              Layer.PROGRAMS,
              "rootfs.programs",
              entries.programs(programs(), sources.isEmpty() ? List.of() : whole)));
    }
    if (wanted.busybox().isPresent()) {
      sources.add(new Given(Layer.BUSYBOX, "rootfs.busybox", busybox(entries)));
    }
    return sources;
  }

  /** Entries that were listed before. */
  private record Given(Layer layer, String key, List<Entry> entries) implements Source {}

  private List<PackageRequest> requests() {
    List<PackageRequest> requests = new ArrayList<>();
    wanted
        .packages()
        .forEach(
            (name, parts) ->
                requests.add(
                    new PackageRequest(
                        name,
                        parts.without().stream()
                            .flatMap(word -> PackageFilter.of(word).stream())
                            .collect(Collectors.toSet()),
                        java.util.Set.copyOf(parts.allow()),
                        at("/rootfs/packages", name))));
    return requests;
  }

  private List<ProgramRequest> programs() {
    List<ProgramRequest> programs = new ArrayList<>();
    wanted
        .programs()
        .forEach(
            (path, one) ->
                programs.add(
                    new ProgramRequest(
                        path,
                        one.packageName(),
                        one.file().orElse(path),
                        one.also(),
                        at("/rootfs/programs", path))));
    return programs;
  }

  private List<Entry> busybox(PackageEntries entries) throws IOException {
    RootPackages.Busybox one = wanted.busybox().orElseThrow();
    String folder = one.at().length() > 1 ? one.at().replaceFirst("/+$", "") : "";
    String path = folder + "/busybox";
    ProgramRequest request =
        new ProgramRequest(path, one.packageName(), "/bin/busybox", List.of(), busyboxAt());
    List<Entry> all = new ArrayList<>(entries.placed(request));
    Entry program = all.stream().filter(e -> e.path().equals(path)).findFirst().orElseThrow();
    all.addAll(
        BusyboxTree.links(
            folder.isEmpty() ? "/" : folder,
            bytes(program),
            one.applets(),
            busyboxAt(),
            i -> locations.nearest("/rootfs/busybox/applets/" + i),
            program.origin()));
    return all;
  }

  private static byte[] bytes(Entry program) throws IOException {
    try (InputStream in = ((Node.File) program.node()).content().open()) {
      return in.readNBytes(LARGEST_BUSYBOX);
    }
  }
}
