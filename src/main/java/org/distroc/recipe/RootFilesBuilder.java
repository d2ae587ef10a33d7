package org.distroc.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.schema.Section;
import org.distroc.recipe.text.Node;
import org.distroc.spec.RecipeValues;
import org.distroc.spec.RootFiles;

/** Builds the record of what a recipe writes about its root. */
final class RootFilesBuilder {
  private static final int OCTAL = 8;

  private final Section rootfs;
  private final RecipePaths paths;

  RootFilesBuilder(Section rootfs, RecipePaths paths) {
    this.rootfs = rootfs;
    this.paths = paths;
  }

  RootFiles build() {
    SortedMap<String, RootFiles.User> users = new TreeMap<>();
    Section named = rootfs.section("users");
    named.keyNames().forEach(name -> users.put(name, user(named.item(name))));
    SortedMap<String, RootFiles.Group> groups = new TreeMap<>();
    Section ofGroups = rootfs.section("groups");
    for (String name : ofGroups.keyNames()) {
      groups.put(name, new RootFiles.Group(ofGroups.item(name).number("gid")));
    }
    List<RootFiles.RootFile> files = new ArrayList<>();
    Section ofFiles = rootfs.section("files");
    ofFiles.keyNames().forEach(key -> files.add(file(key, ofFiles.item(key))));
    return new RootFiles(
        rootfs.text("layout").equals("minimal"),
        users,
        groups,
        files,
        new RootPackagesBuilder(rootfs).build());
  }

  private static RootFiles.User user(Section user) {
    return new RootFiles.User(
        user.has("uid") ? user.number("uid") : 0,
        user.optional("group"),
        user.texts("groups"),
        user.text("home"),
        user.text("shell"),
        password(user));
  }

  private static String password(Section user) {
    if (user.node("password") instanceof Node.Keys) {
      return user.section("password").text("hash");
    }
    return user.text("password").equals("none") ? "" : "!";
  }

  private RootFiles.RootFile file(String key, Section file) {
    boolean folder = key.endsWith("/");
    String path = folder && key.length() > 1 ? key.substring(0, key.length() - 1) : key;
    Optional<String> mode = file.optional("mode");
    return new RootFiles.RootFile(
        path,
        what(folder, file),
        mode.isPresent()
            ? OptionalInt.of(Integer.parseInt(mode.get(), OCTAL))
            : OptionalInt.empty(),
        file.optional("owner"));
  }

  private RootFiles.What what(boolean folder, Section file) {
    if (file.keys() == null) {
      return new RootFiles.What.Nothing();
    }
    if (file.has("from")) {
      String from = file.text("from");
      boolean optional = file.has("optional") && file.text("optional").equalsIgnoreCase("true");
      return new RootFiles.What.From(from, paths.resolve(file.node("from")), folder, optional);
    }
    if (folder) {
      return new RootFiles.What.Folder();
    }
    if (file.has("text")) {
      return new RootFiles.What.Text(file.text("text"));
    }
    if (file.has("link")) {
      return new RootFiles.What.Link(file.text("link"));
    }
    if (file.has("hardlink")) {
      return new RootFiles.What.HardLink(file.text("hardlink"));
    }
    return file.has("device") ? device(file.text("device")) : new RootFiles.What.Pipe();
  }

  private static RootFiles.What device(String text) {
    String[] words = text.split(" ");
    return new RootFiles.What.Device(
        words[0].equals("block"), RecipeValues.integer(words[1]), RecipeValues.integer(words[2]));
  }
}
