package org.distroc.recipe.schema;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.Wording;

/** Checks users and groups of a root: each has a number of its own, and names lead somewhere. */
final class AccountChecks {
  private static final String ROOT = "root";

  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Set<String> users = new LinkedHashSet<>(Set.of(ROOT));
  private final Set<String> groups = new LinkedHashSet<>();
  private final Map<String, String> numbers = new HashMap<>();

  AccountChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    users.addAll(keys("/rootfs/users").keySet());
    groups.addAll(users);
    groups.addAll(keys("/rootfs/groups").keySet());
    keys("/rootfs/users")
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Node.Keys user && user.get("group") != null) {
                groups.remove(name);
              }
            });
    groups.addAll(keys("/rootfs/groups").keySet());
  }

  private Map<String, Node.Entry> keys(String pointer) {
    return recipe.node(pointer) instanceof Node.Keys keys ? keys.entries() : Map.of();
  }

  void check() {
    Map<String, String> owners = new HashMap<>(Map.of("0", ROOT));
    keys("/rootfs/users").forEach((name, entry) -> user(name, entry, owners));
    Map<String, String> gids = new HashMap<>(Map.of("0", ROOT));
    keys("/rootfs/users")
        .forEach(
            (name, entry) -> {
              if (groups.contains(name) && entry.value() instanceof Node.Keys user) {
                text(user.get("uid")).ifPresent(uid -> gids.putIfAbsent(uid, name));
              }
            });
    keys("/rootfs/groups").forEach((name, entry) -> group(name, entry, gids));
  }

  private void user(String name, Node.Entry entry, Map<String, String> owners) {
    if (!(entry.value() instanceof Node.Keys user)) {
      return;
    }
    Optional<String> uid = text(user.get("uid"));
    if (uid.isEmpty() && !name.equals(ROOT) && user.get("uid") == null && user.complete()) {
      findings.error(entry.key(), () -> noNumber(name));
    }
    uid.ifPresent(number -> number(user.get("uid"), "user", name, number, owners));
    if (user.get("group") instanceof Node.Scalar group && !knowsGroup(group.text())) {
      findings.error(group, () -> unknownGroup(group.text()));
    }
    if (user.get("groups") instanceof Node.Items more) {
      for (Node item : more.items()) {
        if (item instanceof Node.Scalar group && !knowsGroup(group.text())) {
          findings.error(group, () -> unknownGroup(group.text()));
        }
      }
    }
  }

  private void group(String name, Node.Entry entry, Map<String, String> gids) {
    if (entry.value() instanceof Node.Keys group) {
      text(group.get("gid"))
          .ifPresent(number -> number(group.get("gid"), "group", name, number, gids));
    }
  }

  private void number(
      Node at, String kind, String name, String number, Map<String, String> owners) {
    boolean root = name.equals(ROOT);
    String other = owners.putIfAbsent(number, name);
    if (root && !number.equals("0")) {
      findings.error(
          at,
          () ->
              Diagnostic.error(Code.D4126, "`root` has the number 0, not " + number)
                  .label("must be 0")
                  .why("the kernel knows root by this number")
                  .help("remove it"));
    } else if (other != null && !other.equals(name)) {
      findings.error(
          at,
          () ->
              Diagnostic.error(
                      Code.D4126,
                      "the " + kind + " `" + name + "` has the number of `" + other + "`")
                  .label("used twice")
                  .why("files have numbers: both would be the same " + kind)
                  .help("choose another number"));
    }
  }

  private static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.INTEGER
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private static Diagnostic noNumber(String name) {
    return Diagnostic.error(Code.D1020, "the user `" + name + "` needs the key `uid`")
        .label("`uid` is missing")
        .why("no number is chosen by itself: files on disks keep numbers, not names")
        .help("add it, for example `uid: 80`");
  }

  /** Whether a name or a number can be an owner. */
  boolean knowsUser(String name) {
    return isNumber(name) || users.contains(name);
  }

  /** Whether a name or a number can be a group. */
  boolean knowsGroup(String name) {
    return isNumber(name) || groups.contains(name);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  Diagnostic unknownUser(String name) {
    return unknown("user", name, users, "users: {" + name + ": {uid: 80}}");
  }

  Diagnostic unknownGroup(String name) {
    return unknown("group", name, groups, "groups: {" + name + ": {gid: 80}}");
  }

  private static Diagnostic unknown(String kind, String name, Set<String> known, String example) {
    Diagnostic error =
        Diagnostic.error(
                Code.D4113, "there is no " + kind + " `" + Wording.shown(name) + "` in the root")
            .label("unknown " + kind)
            .why("known: " + Wording.all(known.stream().sorted().limit(20).toList()));
    return Suggestions.closest(name, known)
        .map(near -> error.help("did you mean `" + near + "`?"))
        .orElseGet(() -> error.help("add it below `rootfs`: `" + Wording.shown(example) + "`"));
  }
}
