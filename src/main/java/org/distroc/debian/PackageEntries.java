package org.distroc.debian;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Diagnostic;
import org.distroc.rootfs.Entry;

/** The entries that packages in the cache bring to a tree. */
public final class PackageEntries {
  private final Collection<StoredPackage> packages;
  private final ElfTarget target;

  /**
   * Entries of packages.
   *
   * @param packages whole ones, and those of which single files are taken
   * @param target the programs that the kernel runs
   */
  public PackageEntries(Collection<StoredPackage> packages, ElfTarget target) {
    this.packages = List.copyOf(packages);
    this.target = target;
  }

  /**
   * The entries of whole packages.
   *
   * @throws org.distroc.diag.Failure D4203 if two have the same file
   */
  public List<Entry> whole(List<StoredPackage> whole, List<PackageRequest> requests) {
    return PackageTree.of(whole, requests);
  }

  /** Warnings about maintainer scripts that do not run. */
  public List<Diagnostic> scriptFindings(List<PackageRequest> requests) {
    Map<String, StoredPackage> byName = new HashMap<>();
    packages.forEach(one -> byName.put(one.deb().name(), one));
    return new ScriptFindings(byName).of(requests);
  }

  /**
   * One program with what it needs, at a path of its own even if that is below {@code /bin}.
   *
   * @throws org.distroc.diag.Failure D4220 to D4222 if something is missing
   */
  public List<Entry> placed(ProgramRequest program) throws IOException {
    List<Entry> others = new ArrayList<>();
    List<Entry> placed = new ArrayList<>();
    String real = MergedUsr.path(program.path());
    for (Entry e : ProgramClosure.of(List.of(program), packages, target)) {
      if (e.path().equals(real)) {
        placed.add(new Entry(program.path(), e.node(), e.mode(), e.uid(), e.gid(), e.origin()));
      } else {
        others.add(e);
      }
    }
    placed.addAll(MergedUsr.links(others));
    return placed;
  }

  /**
   * Single programs with what they need.
   *
   * @param whole packages that are in the tree already; nothing of them is listed again
   * @throws org.distroc.diag.Failure D4220 to D4222 if something is missing
   */
  public List<Entry> programs(List<ProgramRequest> programs, List<StoredPackage> whole)
      throws IOException {
    Set<String> there = new HashSet<>();
    whole.forEach(one -> there.add(one.deb().shown()));
    List<Entry> entries = ProgramClosure.of(programs, packages, target);
    return MergedUsr.links(
        entries.stream().filter(entry -> !there.contains(entry.origin())).toList());
  }
}
