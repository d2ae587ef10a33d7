package org.distroc.debian;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a maintainer script would do, as far as its text shows. What debhelper puts into most
 * scripts does nothing for a new tree that has no dpkg: it restarts services, moves old
 * configuration files, compiles modules ahead of time.
 */
final class ScriptActions {
  private static final String BLOCK = "# Automatically added by ";
  private static final String BLOCK_END = "# End automatically added section";

  /** The parts of debhelper that a tree needs nothing of. */
  private static final Set<String> HARMLESS =
      Set.of(
          "dh_makeshlibs",
          "dh_installdeb",
          "dh_installinit",
          "dh_systemd_enable",
          "dh_systemd_start",
          "dh_installsystemd",
          "dh_python2",
          "dh_python3",
          "dh_installmenu",
          "dh_installmime",
          "dh_icons",
          "dh_installinfo",
          "dh_installdebconf",
          "dh_apparmor",
          "dh_lintian");

  /** Commands that matter, with the keys of a recipe that do the same. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("update-alternatives", "add the link to `files`"),
          Map.entry("ln", "add the link to `files`"),
          Map.entry("adduser", "declare the user in `users`"),
          Map.entry("useradd", "declare the user in `users`"),
          Map.entry("addgroup", "declare the group in `users`"),
          Map.entry("groupadd", "declare the group in `users`"),
          Map.entry("update-passwd", "declare the users in `users`"),
          Map.entry("mkdir", "add the folder to `files`"),
          Map.entry("install", "add what it installs to `files`"),
          Map.entry("cp", "add the file to `files`"),
          Map.entry("touch", "add the file to `files`"),
          Map.entry("chown", "give the owner in `files`"),
          Map.entry("chmod", "give the mode in `files`"),
          Map.entry("setcap", "start the program as root: the archive has no capabilities"),
          Map.entry("dpkg-statoverride", "give owner and mode in `files`"));

  private ScriptActions() {}

  /**
   * A line of a script that matters.
   *
   * @param line as written, shortened
   * @param remedy what the recipe can do instead
   */
  record Action(String line, String remedy) {}

  /** Whether a script has nothing to do in a new tree. */
  static boolean isHarmless(String script) {
    return significant(script).isEmpty();
  }

  /** The lines that change the tree, at most a few of them. */
  static List<Action> of(String script) {
    List<Action> actions = new ArrayList<>();
    Set<String> told = new LinkedHashSet<>();
    for (String line : significant(script)) {
      for (String word : line.split("[ \t;&|(){}]+", 64)) {
        String remedy = REMEDIES.get(word.substring(word.lastIndexOf('/') + 1));
        if (remedy != null && actions.size() < 4 && told.add(line)) {
          actions.add(new Action(shortened(line), remedy));
        }
      }
    }
    return actions;
  }

  /** The lines apart from comments, debhelper's harmless parts and the skeleton around them. */
  private static List<String> significant(String script) {
    List<String> lines = new ArrayList<>();
    boolean skipping = false;
    for (String raw : script.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith(BLOCK)) {
        String part = line.substring(BLOCK.length()).split("[ /]", 2)[0];
        skipping = HARMLESS.contains(part);
      } else if (line.startsWith(BLOCK_END)) {
        skipping = false;
      } else if (!skipping && !isSkeleton(line)) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean isSkeleton(String line) {
    String bare = line.replace(";", "").strip();
    return bare.isEmpty()
        || bare.startsWith("#")
        || bare.startsWith("set -")
        || bare.startsWith("exit")
        || bare.startsWith("case ")
        || bare.endsWith(")") && bare.indexOf('(') < 0
        || bare.startsWith("echo ")
        || bare.startsWith(". /usr/share/debconf/")
        || Set.of("esac", "fi", "else", "then", "done", "true", ":", "db_stop").contains(bare);
  }

  private static String shortened(String line) {
    StringBuilder text = new StringBuilder();
    line.chars().limit(100).forEach(c -> text.append(c < ' ' || c >= 0x7f ? '?' : (char) c));
    return line.length() > 100 ? text + "…" : text.toString();
  }
}
