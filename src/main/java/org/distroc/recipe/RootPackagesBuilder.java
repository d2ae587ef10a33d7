package org.distroc.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.recipe.schema.Section;
import org.distroc.recipe.text.Node;
import org.distroc.spec.RootPackages;

/** Builds the record of what a recipe takes from packages. */
final class RootPackagesBuilder {
  private final Section rootfs;

  RootPackagesBuilder(Section rootfs) {
    this.rootfs = rootfs;
  }

  RootPackages build() {
    Section debian = rootfs.section("debian");
    Map<String, RootPackages.Parts> packages = new LinkedHashMap<>();
    Section named = rootfs.section("packages");
    for (String name : named.keyNames()) {
      Section one = named.item(name);
      packages.put(name, new RootPackages.Parts(one.texts("without"), one.texts("allow")));
    }
    Map<String, RootPackages.Program> programs = new LinkedHashMap<>();
    Section paths = rootfs.section("programs");
    for (String path : paths.keyNames()) {
      Section one = paths.item(path);
      programs.put(
          path,
          new RootPackages.Program(one.text("package"), one.optional("file"), one.texts("also")));
    }
    return new RootPackages(
        new RootPackages.Archive(
            debian.text("mirror"), debian.text("suite"), debian.texts("components")),
        packages,
        programs,
        rootfs.has("busybox") ? Optional.of(busybox(rootfs.section("busybox"))) : Optional.empty());
  }

  private static RootPackages.Busybox busybox(Section busybox) {
    Optional<List<String>> applets =
        busybox.node("applets") instanceof Node.Items
            ? Optional.of(busybox.texts("applets"))
            : Optional.empty();
    return new RootPackages.Busybox(busybox.text("package"), applets, busybox.text("at"));
  }
}
