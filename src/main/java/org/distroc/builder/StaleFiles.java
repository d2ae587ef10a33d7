package org.distroc.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.distroc.plan.ProjectLayout;

/**
 * The built files that changed files of the project make stale, by their content: make compares
 * timestamps, which mean nothing when the clock was wrong, and a rule may succeed without writing.
 * A stale file is removed before make runs, so that only a new one can take its place. make would
 * have rebuilt the same files.
 */
final class StaleFiles {
  /** Files from which no file of init or of the initramfs is made. */
  private static final Set<String> ELSEWHERE =
      Set.of(ProjectLayout.FRAGMENT, ProjectLayout.BASE, ProjectLayout.README);

  private final List<String> built;

  /**
   * For a folder.
   *
   * @param built everything in it that make wrote
   */
  StaleFiles(List<String> built) {
    this.built = built;
  }

  /**
   * Names of the stale ones.
   *
   * @param changed names of generated files that have changed, are new or are gone
   * @param configurations names of the boot loaders' configurations, which only images contain
   */
  List<String> after(Set<String> changed, Set<String> configurations) {
    List<String> stale = new ArrayList<>();
    for (String name : changed) {
      if (!ELSEWHERE.contains(name) && !configurations.contains(name)) {
        built.stream().filter(file -> isMadeFrom(file, name)).forEach(stale::add);
      }
    }
    return stale.stream().distinct().toList();
  }

  private static boolean isMadeFrom(String file, String changed) {
    boolean packed = file.startsWith(ProjectLayout.INITRAMFS);
    if (packed || changed.equals(ProjectLayout.INITRAMFS_LIST)) {
      return packed;
    }
    if (changed.equals(ProjectLayout.MAKEFILE)) {
      return true;
    }
    boolean tool = file.startsWith(ProjectLayout.TOOLS + "/");
    if (tool || changed.startsWith(ProjectLayout.TOOLS + "/")) {
      return !tool || withoutEnding(changed).equals(file);
    }
    // With the lists of what it was made from: they are as old as the object.
    boolean object = file.matches(".*\\.(o|d|dep)") && !file.equals(ProjectLayout.INIT_OBJECT);
    if (object && changed.matches(".*\\.[cSs]")) {
      return withoutEnding(changed).equals(withoutEnding(file.replaceFirst("\\.as\\.d$", ".d")));
    }
    // The linker's script is for the program; a header may be for every object.
    return !object || !changed.endsWith(".ld");
  }

  private static String withoutEnding(String name) {
    return name.substring(0, name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.'));
  }
}
