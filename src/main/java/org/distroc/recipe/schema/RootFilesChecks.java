package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.Wording;
import org.distroc.rootfs.TreePath;

/** Checks what a recipe writes about the files of its root: paths, kinds, modes and owners. */
final class RootFilesChecks {
  private static final List<String> KINDS =
      List.of("text", "from", "link", "hardlink", "device", "pipe");

  /** Keys that say more about any kind. */
  private static final List<String> BESIDE = List.of("optional", "mode", "owner");

  private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
  private static final Pattern OWNER = Pattern.compile("[a-z0-9_-]{1,31}(:[a-z0-9_-]{1,31})?");
  private static final Set<String> ACCOUNTS = Set.of("/etc/passwd", "/etc/group", "/etc/shadow");

  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final AccountChecks accounts;

  private RootFilesChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.accounts = new AccountChecks(recipe, findings);
  }

  static void check(SourceLocations recipe, FileDiagnostics findings) {
    RootFilesChecks checks = new RootFilesChecks(recipe, findings);
    checks.accounts.check();
    if (recipe.node("/rootfs/files") instanceof Node.Keys files) {
      checks.files(files);
    }
  }

  /** A path as trees have it: without the slash that marks a folder. */
  static String path(String key) {
    return key.endsWith("/") && key.length() > 1 ? key.substring(0, key.length() - 1) : key;
  }

  private void files(Node.Keys files) {
    Map<String, String> seen = new HashMap<>();
    for (Node.Entry entry : files.entries().values()) {
      String key = entry.key().text();
      Optional<String> flaw = TreePath.flaw(path(key));
      if (flaw.isPresent()) {
        findings.error(entry.key(), () -> badPath(key, flaw.get()));
        continue;
      }
      String other = seen.putIfAbsent(path(key), key);
      if (other != null) {
        findings.error(
            entry.key(),
            () ->
                Diagnostic.error(Code.D1026, "`" + path(key) + "` is listed twice in `files`")
                    .label("second time")
                    .why("`" + other + "` and `" + key + "` are the same path")
                    .help("remove one of them"));
      }
      if (entry.value() instanceof Node.Keys file) {
        file(entry.key(), file);
      }
    }
  }

  /** A path that no file in a root can have. */
  private static Diagnostic badPath(String key, String flaw) {
    return Diagnostic.error(
            Code.D4110, "`" + Wording.shown(key) + "` cannot be a path in the root file system")
        .label("not a path")
        .why(flaw)
        .help("write an absolute path without `.` and `..`, such as `/etc/hostname`");
  }

  private void file(Node.Scalar key, Node.Keys file) {
    List<String> kinds = new ArrayList<>(KINDS);
    kinds.removeIf(kind -> file.get(kind) == null);
    boolean folder = key.text().endsWith("/");
    if (kinds.size() > 1) {
      String second = kinds.get(1);
      findings.error(
          file.entries().get(second).key(),
          () -> ExclusiveKeys.several(second, kinds.get(0), KINDS));
    } else if (folder && !kinds.isEmpty() && !kinds.get(0).equals("from")) {
      findings.error(key, () -> folderWith(key.text(), kinds.get(0)));
    } else if (!folder && kinds.isEmpty() && file.complete() && knowsAll(file)) {
      findings.error(key, () -> nothing(key.text()));
    }
    if (file.get("optional") != null && file.get("from") == null) {
      findings.error(file.entries().get("optional").key(), RootFilesChecks::optional);
    }
    mode(file, kinds);
    owner(file);
    if (file.get("hardlink") instanceof Node.Scalar target) {
      TreePath.flaw(target.text())
          .ifPresent(flaw -> findings.error(target, () -> badPath(target.text(), flaw)));
    }
    if (ACCOUNTS.contains(path(key.text())) && recipe.node("/rootfs/users") != null) {
      findings.error(key, () -> twoAccounts(key.text()));
    }
  }

  /** Whether no key is unknown: that could be a kind that is misspelt. */
  private static boolean knowsAll(Node.Keys file) {
    return file.entries().keySet().stream()
        .allMatch(key -> KINDS.contains(key) || BESIDE.contains(key));
  }

  private static Diagnostic folderWith(String key, String kind) {
    return Diagnostic.error(
            Code.D4111, "`" + Wording.shown(key) + "` is a folder, and cannot have `" + kind + "`")
        .label("a folder")
        .why("a path that ends in `/` is a folder; it has `from`, or nothing but mode and owner")
        .help("write `" + Wording.shown(path(key)) + "` without the slash");
  }

  private static Diagnostic nothing(String key) {
    return Diagnostic.error(Code.D4111, "`" + Wording.shown(key) + "` has no content")
        .label("neither file nor folder")
        .why("a path without `/` at its end needs one of " + Wording.all(KINDS))
        .help(
            "write `"
                + Wording.shown(key)
                + "/` for a folder, or `{text: \"\"}` for an empty file");
  }

  private static Diagnostic optional() {
    return Diagnostic.error(Code.D1025, "`optional` needs `from`")
        .label("no effect")
        .why("only a file of the recipe's folder can be missing")
        .help("remove it");
  }

  private static Diagnostic twoAccounts(String path) {
    return Diagnostic.error(Code.D4127, "`" + path + "` is made from `users`")
        .label("written twice")
        .why("the recipe has `rootfs.users`, which make /etc/passwd, /etc/group and /etc/shadow")
        .help("remove this file, or write the users here and remove `users`");
  }

  private void mode(Node.Keys file, List<String> kinds) {
    if (!(file.get("mode") instanceof Node.Scalar mode) || findings.isBad(mode)) {
      return;
    }
    if (!MODE.matcher(mode.text()).matches()) {
      findings.error(mode, () -> wrongMode(mode.text()));
    } else if (kinds.contains("link") || kinds.contains("hardlink")) {
      String kind = kinds.get(0);
      findings.error(
          file.entries().get("mode").key(),
          () ->
              Diagnostic.error(Code.D1025, "`mode` cannot be combined with `" + kind + "`")
                  .label("one key too many")
                  .why("a link has no permissions of its own: those of the file count")
                  .help("remove it"));
    }
  }

  private static Diagnostic wrongMode(String text) {
    return Diagnostic.error(Code.D1023, "`mode` cannot be `" + Wording.shown(text) + "`")
        .label("wrong format")
        .why("a mode has three or four octal digits, 0 to 7, with or without a zero in front")
        .help("for example `0644`, `755`, or `1777` for a folder that everybody writes to");
  }

  private void owner(Node.Keys file) {
    if (!(file.get("owner") instanceof Node.Scalar owner) || findings.isBad(owner)) {
      return;
    }
    String text = owner.text();
    if (!OWNER.matcher(text).matches()) {
      findings.error(
          owner,
          () ->
              Diagnostic.error(Code.D1023, "`owner` cannot be `" + Wording.shown(text) + "`")
                  .label("wrong format")
                  .why("an owner is a user, or a user and a group with `:` between")
                  .help("for example `www`, `www:users`, `80` or `0:20`"));
      return;
    }
    String[] parts = text.split(":");
    if (!accounts.knowsUser(parts[0])) {
      findings.error(owner, () -> accounts.unknownUser(parts[0]));
    } else if (parts.length > 1 && !accounts.knowsGroup(parts[1])) {
      findings.error(owner, () -> accounts.unknownGroup(parts[1]));
    }
  }
}
