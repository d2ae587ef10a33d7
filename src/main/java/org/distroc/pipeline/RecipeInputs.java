package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.builder.BuildInputs;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Host;
import org.distroc.kernel.Progress;
import org.distroc.lock.Lock;
import org.distroc.recipe.ConfigFragment;
import org.distroc.recipe.InitProgram;
import org.distroc.recipe.KernelBase;
import org.distroc.recipe.Recipe;
import org.distroc.root.RootAssembly;
import org.distroc.root.RootPlanning;

/** Collects everything that decides the bytes of a build. */
final class RecipeInputs {
  private RecipeInputs() {}

  /**
   * The current inputs of a recipe. Files are identified by content, not by time: they are small.
   *
   * @param kernel the identity of the kernel's source, if that is known
   * @param lock the lock file, if one applies
   * @throws IOException if a file cannot be read
   */
  static BuildInputs of(Host host, Recipe recipe, Optional<String> kernel, Optional<Lock> lock)
      throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put(BuildInputs.DISTROC, Version.build());
    if (kernel.isPresent() && packages(host, recipe, lock, values)) {
      values.put(BuildInputs.KERNEL, kernel.get());
    }
    values.put(BuildInputs.TEXT, recipe.locations().digest());
    if (lock.isPresent()) {
      values.put(
          BuildInputs.LOCK, digest(Lock.fileOf(recipe.file(), recipe.locations().variant())));
    }
    for (Map.Entry<String, String> key : recipe.locations().values().entrySet()) {
      values.put(BuildInputs.KEY + key.getKey(), key.getValue());
    }
    if (recipe.init().isPresent()
        && recipe.init().get().program() instanceof InitProgram.Sources own) {
      for (Path file : own.files()) {
        values.put(BuildInputs.INIT_FILE + recipe.nameOf(file), digest(file));
      }
    }
    if (recipe.kernel().base() instanceof KernelBase.ConfigFile base) {
      Path file = base.file();
      values.put(BuildInputs.KERNEL_FILE + recipe.nameOf(file), digest(file));
    }
    for (ConfigFragment fragment : recipe.kernel().fragments()) {
      Path file = fragment.file();
      values.put(BuildInputs.KERNEL_FILE + recipe.nameOf(file), digest(file));
    }
    for (Map.Entry<String, String> file : RootAssembly.inputs(recipe).entrySet()) {
      values.put(BuildInputs.ROOT_FILE + file.getKey(), file.getValue());
    }
    return BuildInputs.on(host, Architectures.of(recipe.architecture()), values);
  }

  /** Adds the packages; false if they have to be resolved first, so that nothing is up to date. */
  private static boolean packages(
      Host host, Recipe recipe, Optional<Lock> lock, Map<String, String> values) {
    if (!RootPlanning.takesPackages(recipe)) {
      return true;
    }
    Optional<String> identity =
        new RootPlanning(host, Progress.NONE, true, false)
            .identity(recipe, Architectures.of(recipe.architecture()), lock.map(Lock::packages));
    identity.ifPresent(digest -> values.put(BuildInputs.ROOT_FILE + "packages", digest));
    return identity.isPresent();
  }

  private static String digest(Path file) throws IOException {
    return BuildInputs.digest(BoundedFiles.bytes(file, BoundedFiles.TEXT));
  }
}
