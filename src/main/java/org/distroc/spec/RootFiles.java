package org.distroc.spec;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a recipe writes itself about its root file system.
 *
 * @param minimal whether the folders and devices that every system needs are there
 * @param users by name
 * @param groups by name, besides the one of each user
 * @param files in the order of the recipe
 * @param packages what it takes from packages
 */
public record RootFiles(
    boolean minimal,
    SortedMap<String, User> users,
    SortedMap<String, Group> groups,
    List<RootFile> files,
    RootPackages packages) {
  /** Copies its collections. */
  public RootFiles {
    users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    files = List.copyOf(files);
  }

  /**
   * A user.
   *
   * @param uid its number, which is that of its group too unless {@code group} says otherwise
   * @param group the name of its first group; that of the user if empty
   * @param groups names of further groups
   * @param home absolute
   * @param shell absolute
   * @param password as in {@code /etc/shadow}: empty for none, {@code !} for locked, or a hash
   */
  public record User(
      int uid,
      Optional<String> group,
      List<String> groups,
      String home,
      String shell,
      String password) {
    /** Copies the list. */
    public User {
      groups = List.copyOf(groups);
    }
  }

  /** A group by its number. */
  public record Group(int gid) {}

  /**
   * One path.
   *
   * @param path absolute, without a slash at its end
   * @param mode twelve bits; if empty, what is usual for its kind
   * @param owner a user, or a user and a group with a colon between, by name or number
   */
  public record RootFile(String path, What what, OptionalInt mode, Optional<String> owner) {}

  /** What lies at a path. */
  public sealed interface What {
    /** A file with this text. */
    record Text(String text) implements What {}

    /**
     * A file or a folder of the recipe's.
     *
     * @param name as the recipe names it, relative to its folder
     * @param file absolute
     * @param folder whether it is a folder
     * @param optional whether it may be missing
     */
    record From(String name, Path file, boolean folder, boolean optional) implements What {}

    /** A symbolic link. */
    record Link(String target) implements What {}

    /** Another name of the file at a path. */
    record HardLink(String path) implements What {}

    /** A device. */
    record Device(boolean block, int major, int minor) implements What {}

    /** A named pipe. */
    record Pipe() implements What {}

    /** A folder. */
    record Folder() implements What {}

    /** Nothing: what others bring to the path is removed. */
    record Nothing() implements What {}
  }
}
