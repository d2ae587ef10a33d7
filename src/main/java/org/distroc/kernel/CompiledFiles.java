package org.distroc.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel options that each C file of a tree is compiled with, by the Makefiles of its folder
 * and those above: {@code obj-$(CONFIG_EPOLL) += eventpoll.o}.
 */
final class CompiledFiles {
  private static final Pattern LIST =
      Pattern.compile(
          "([A-Za-z0-9_.-]+)-(y|m|objs|\\$\\((?:subst m,y,\\$\\()?CONFIG_\\w+\\)?\\))"
              + "\\s*[:+]?=(.*)");
  private static final Pattern OPTION = Pattern.compile("CONFIG_(\\w+)");
  private static final Pattern CONDITION =
      Pattern.compile("(else\\s+)?(ifdef|ifndef|ifeq|ifneq)\\b(.*)");
  private static final Pattern COMPARED =
      Pattern.compile("\\s*\\(\\s*\\$\\(CONFIG_(\\w+)\\)\\s*,\\s*(y|m|n|)\\s*\\)\\s*");

  /** Lists of this name are linked; others are parts of what has their name. */
  private static final Set<String> LINKED = Set.of("obj", "lib", "core", "libs", "drivers", "net");

  private final KernelTree tree;
  private final Map<String, List<Listed>> makefiles = new HashMap<>();

  /** By folder and object; one that is being looked up counts as always compiled. */
  private final Map<String, OptionCondition> known = new HashMap<>();

  CompiledFiles(KernelTree tree) {
    this.tree = tree;
  }

  /** Objects of a list, {@code list-$(CONFIG_X) += objects}. */
  private record Listed(String list, Set<String> objects, OptionCondition when) {}

  /** What a file, such as {@code fs/eventpoll.c}, is compiled with. */
  OptionCondition of(String file) {
    int slash = file.lastIndexOf('/');
    String folder = file.substring(0, Math.max(0, slash));
    String object = file.substring(slash + 1).replaceFirst("\\.[cS]$", ".o");
    return listed(folder, object).and(folder(folder));
  }

  /** What a folder is entered with. */
  private OptionCondition folder(String folder) {
    if (folder.isEmpty()) {
      return OptionCondition.ALWAYS;
    }
    String up = folder;
    String entry = "";
    while (!up.isEmpty()) {
      int slash = up.lastIndexOf('/');
      entry = up.substring(slash + 1) + "/" + entry;
      up = up.substring(0, Math.max(0, slash));
      if (mentions(up, entry)) {
        return listed(up, entry).and(folder(up));
      }
    }
    return OptionCondition.ALWAYS;
  }

  private boolean mentions(String folder, String object) {
    return lists(folder).stream().anyMatch(list -> list.objects.contains(object));
  }

  private OptionCondition listed(String folder, String object) {
    String key = folder + "/" + object;
    OptionCondition before = known.putIfAbsent(key, OptionCondition.ALWAYS);
    if (before != null) {
      return before;
    }
    OptionCondition any = OptionCondition.NEVER;
    for (Listed list : lists(folder)) {
      if (list.objects.contains(object)) {
        any = any.or(list.when.and(part(folder, list.list)));
      }
    }
    // Rules that are not understood may compile it too.
    OptionCondition found = any.equals(OptionCondition.NEVER) ? OptionCondition.ALWAYS : any;
    known.put(key, found);
    return found;
  }

  /** What the objects of a list are parts of: a larger object, or another list. */
  private OptionCondition part(String folder, String list) {
    if (LINKED.contains(list)) {
      return OptionCondition.ALWAYS;
    }
    String larger = list + ".o";
    return listed(folder, mentions(folder, larger) ? larger : "$(" + list + "-y)");
  }

  private List<Listed> lists(String folder) {
    return makefiles.computeIfAbsent(
        folder,
        name -> {
          String prefix = name.isEmpty() ? "" : name + "/";
          for (String file : List.of(prefix + "Kbuild", prefix + "Makefile")) {
            if (tree.has(file)) {
              return read(tree.read(file));
            }
          }
          return List.of();
        });
  }

  private static List<Listed> read(String makefile) {
    List<Listed> lists = new ArrayList<>();
    Deque<OptionCondition> open = new ArrayDeque<>();
    for (String whole : makefile.replace("\\\n", " ").split("\n")) {
      String line = whole.replaceFirst("#.*", "").strip();
      Matcher condition = CONDITION.matcher(line);
      if (condition.matches()) {
        OptionCondition before =
            condition.group(1) == null || open.isEmpty()
                ? OptionCondition.ALWAYS
                : otherwise(open.pop());
        open.push(before.and(condition(condition.group(2), condition.group(3))));
      } else if (line.equals("else") && !open.isEmpty()) {
        open.push(otherwise(open.pop()));
      } else if (line.equals("endif")) {
        open.poll();
      }
      Matcher list = LIST.matcher(line);
      if (list.matches()) {
        OptionCondition when = OptionCondition.ALWAYS;
        for (OptionCondition around : open) {
          when = when.and(around);
        }
        Matcher option = OPTION.matcher(list.group(2));
        if (option.find()) {
          when = when.and(OptionCondition.option(option.group(1)));
        }
        Set<String> objects = new HashSet<>(List.of(list.group(3).strip().split("\\s+")));
        lists.add(new Listed(list.group(1), objects, when));
      }
    }
    return lists;
  }

  /** The other branch; of a condition that is not understood, both may be taken. */
  private static OptionCondition otherwise(OptionCondition taken) {
    return taken.isAlways() ? taken : taken.not();
  }

  private static OptionCondition condition(String directive, String rest) {
    if (directive.startsWith("ifd") || directive.startsWith("ifnd")) {
      String word = rest.strip();
      OptionCondition set =
          word.startsWith("CONFIG_") && !word.contains(" ")
              ? OptionCondition.option(word.substring("CONFIG_".length()))
              : OptionCondition.ALWAYS;
      return directive.equals("ifdef") ? set : otherwise(set);
    }
    Matcher compared = COMPARED.matcher(rest);
    if (!compared.matches()) {
      return OptionCondition.ALWAYS;
    }
    OptionCondition on = OptionCondition.option(compared.group(1));
    boolean wantsOn = compared.group(2).equals("y") || compared.group(2).equals("m");
    return wantsOn == directive.equals("ifeq") ? on : on.not();
  }
}
