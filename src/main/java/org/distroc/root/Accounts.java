package org.distroc.root;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;
import org.distroc.rootfs.TextContent;
import org.distroc.spec.RootFiles;

/** The users and groups of a root, and the files in /etc that say so. */
public final class Accounts implements Source {
  private static final String ROOT = "root";
  private static final RootFiles.User ROOT_USER =
      new RootFiles.User(0, Optional.empty(), List.of(), "/root", "/bin/sh", "!");

  private final boolean declared;
  private final SortedMap<String, RootFiles.User> users = new TreeMap<>();
  private final SortedMap<String, Integer> groups = new TreeMap<>();
  private final String origin;

  /**
   * The accounts of a recipe.
   *
   * @param origin where it lists them
   */
  public Accounts(RootFiles files, String origin) {
    this.declared = !files.users().isEmpty() || !files.groups().isEmpty();
    this.origin = origin;
    users.put(ROOT, ROOT_USER);
    users.putAll(files.users());
    users.forEach(
        (name, user) -> {
          if (user.group().isEmpty()) {
            groups.put(name, user.uid());
          }
        });
    files.groups().forEach((name, group) -> groups.put(name, group.gid()));
    groups.putIfAbsent(ROOT, 0);
  }

  /** The number of a user, by name or number; empty if there is none. */
  public Optional<Integer> uid(String user) {
    return isNumber(user)
        ? Optional.of(Integer.parseInt(user))
        : Optional.ofNullable(users.get(user)).map(RootFiles.User::uid);
  }

  /** The number of a group, by name or number; empty if there is none. */
  public Optional<Integer> gid(String group) {
    return isNumber(group)
        ? Optional.of(Integer.parseInt(group))
        : Optional.ofNullable(groups.get(group));
  }

  /** The number of the first group of a user; that of the user if it is not listed. */
  public int gidOf(String user) {
    RootFiles.User known =
        isNumber(user)
            ? users.values().stream()
                .filter(one -> one.uid() == Integer.parseInt(user))
                .findFirst()
                .orElse(null)
            : users.get(user);
    return known == null ? uid(user).orElse(0) : groupOf(known);
  }

  private int groupOf(RootFiles.User user) {
    return user.group().flatMap(this::gid).orElse(user.uid());
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  @Override
  public Layer layer() {
    return Layer.RECIPE;
  }

  @Override
  public String key() {
    return "rootfs.users";
  }

  @Override
  public List<Entry> entries() {
    return declared
        ? List.of(
            entry("/etc/group", group(), 0644),
            entry("/etc/passwd", passwd(), 0644),
            entry("/etc/shadow", shadow(), 0600))
        : List.of();
  }

  private Entry entry(String path, String text, int mode) {
    return new Entry(path, new Node.File(new TextContent(text)), mode, 0, 0, origin);
  }

  private List<Map.Entry<String, RootFiles.User>> byNumber() {
    List<Map.Entry<String, RootFiles.User>> sorted = new ArrayList<>(users.entrySet());
    sorted.sort((one, other) -> Integer.compare(one.getValue().uid(), other.getValue().uid()));
    return sorted;
  }

  private String passwd() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, RootFiles.User> one : byNumber()) {
      RootFiles.User user = one.getValue();
      String home = one.getKey().equals(ROOT) && user.home().equals("/") ? "/root" : user.home();
      text.append(one.getKey()).append(":x:").append(user.uid()).append(':');
      text.append(groupOf(user)).append("::").append(home).append(':').append(user.shell());
      text.append('\n');
    }
    return text.toString();
  }

  private String group() {
    StringBuilder text = new StringBuilder();
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(groups.entrySet());
    sorted.sort(Map.Entry.comparingByValue());
    for (Map.Entry<String, Integer> group : sorted) {
      List<String> members =
          users.entrySet().stream()
              .filter(user -> user.getValue().groups().contains(group.getKey()))
              .map(Map.Entry::getKey)
              .toList();
      text.append(group.getKey()).append(":x:").append(group.getValue()).append(':');
      text.append(String.join(",", members)).append('\n');
    }
    return text.toString();
  }

  /** Without dates: the days since a change of the password would be those of the build. */
  private String shadow() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, RootFiles.User> one : byNumber()) {
      text.append(one.getKey()).append(':').append(one.getValue().password()).append(":::::::\n");
    }
    return text.toString();
  }
}
