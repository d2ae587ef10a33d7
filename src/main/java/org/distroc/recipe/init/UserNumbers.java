package org.distroc.recipe.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.init.UserIds;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.RecipeValues;

/** The numbers of the users that a recipe declares in {@code rootfs}. */
final class UserNumbers {
  private final Node.Keys users;
  private final Node.Keys groups;

  UserNumbers(SourceLocations recipe) {
    this.users = recipe.node("/rootfs/users") instanceof Node.Keys keys ? keys : null;
    this.groups = recipe.node("/rootfs/groups") instanceof Node.Keys keys ? keys : null;
  }

  /** The names that are declared. */
  List<String> names() {
    return users == null ? List.of() : List.copyOf(users.entries().keySet());
  }

  /** The numbers of a user, by name or by number; empty if nothing declares the name. */
  Optional<UserIds> of(String user) {
    if (user.matches("[0-9]+(\\.0*)?")) {
      int number = RecipeValues.integer(user);
      return Optional.of(new UserIds(number, List.of(number)));
    }
    Optional<Integer> uid = number(users, user, "uid");
    if (uid.isEmpty()) {
      return Optional.empty();
    }
    Node.Keys keys = (Node.Keys) users.get(user);
    List<Integer> numbers = new ArrayList<>();
    numbers.add(
        keys.get("group") instanceof Node.Scalar name ? group(name.text(), uid.get()) : uid.get());
    if (keys.get("groups") instanceof Node.Items more) {
      for (Node item : more.items()) {
        if (item instanceof Node.Scalar name) {
          numbers.add(group(name.text(), uid.get()));
        }
      }
    }
    return Optional.of(new UserIds(uid.get(), numbers));
  }

  private int group(String name, int otherwise) {
    return number(groups, name, "gid").or(() -> number(users, name, "uid")).orElse(otherwise);
  }

  private static Optional<Integer> number(Node.Keys in, String name, String key) {
    return in != null
            && in.get(name) instanceof Node.Keys one
            && one.get(key) instanceof Node.Scalar number
        ? Optional.of(RecipeValues.integer(number.text()))
        : Optional.empty();
  }
}
