package org.distroc.lsp;

import java.util.List;

/** The places of a recipe whose names come from its kernel. */
final class Places {
  private static final List<String> OPTIONS = List.of("kernel", "options");
  private static final List<String> SYSCALLS = List.of("init", "syscalls", CursorPlace.ITEM);

  private Places() {}

  /** Whether the keys of a map are kernel options. */
  static boolean isOptions(List<String> path) {
    return inRecipe(path).equals(OPTIONS);
  }

  /** Whether the items of a list are system calls. */
  static boolean isSyscalls(List<String> path) {
    return inRecipe(path).equals(SYSCALLS);
  }

  /** The path in a recipe of what stands in its section for an architecture. */
  static List<String> inRecipe(List<String> path) {
    return path.size() > 2 && path.get(0).equals("architectures")
        ? path.subList(2, path.size())
        : path;
  }
}
