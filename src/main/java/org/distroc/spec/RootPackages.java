package org.distroc.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe takes from Debian packages for its root file system.
 *
 * @param archive where packages come from
 * @param packages whole packages by name, in the order of the recipe
 * @param programs single programs with what they need by path, in the order of the recipe
 * @param busybox busybox with its links
 */
public record RootPackages(
    Archive archive,
    Map<String, Parts> packages,
    Map<String, Program> programs,
    Optional<Busybox> busybox) {
  /** Copies the maps; their order is kept. */
  public RootPackages {
    packages = Collections.unmodifiableMap(new LinkedHashMap<>(packages));
    programs = Collections.unmodifiableMap(new LinkedHashMap<>(programs));
  }

  /** Whether nothing comes from packages. */
  public boolean isEmpty() {
    return packages.isEmpty() && programs.isEmpty() && busybox.isEmpty();
  }

  /**
   * An archive of packages.
   *
   * @param mirror its address
   * @param suite such as {@code bookworm}
   * @param components such as {@code main}
   */
  public record Archive(String mirror, String suite, List<String> components) {
    /** Copies the list. */
    public Archive {
      components = List.copyOf(components);
    }
  }

  /**
   * How a package is taken.
   *
   * @param without words for parts that are left out
   * @param allow names of maintainer scripts that are known not to run
   */
  public record Parts(List<String> without, List<String> allow) {
    /** Copies the lists. */
    public Parts {
      without = List.copyOf(without);
      allow = List.copyOf(allow);
    }
  }

  /**
   * A program out of a package.
   *
   * @param file its path in the package, if that is another one than in the root
   * @param also more files and folders of its packages
   */
  public record Program(String packageName, Optional<String> file, List<String> also) {
    /** Copies the list. */
    public Program {
      also = List.copyOf(also);
    }
  }

  /**
   * busybox out of a package.
   *
   * @param applets names of those to link; empty for all that it has
   * @param at the folder of busybox and its links, absolute
   */
  public record Busybox(String packageName, Optional<List<String>> applets, String at) {
    /** Copies the list. */
    public Busybox {
      applets = applets.map(List::copyOf);
    }
  }
}
