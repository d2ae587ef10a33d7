package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/** A kernel tree of the user's own, used in place. */
final class KernelFolder {
  private KernelFolder() {}

  /** Whether the kernel's own build would refuse to build from here into another folder. */
  static boolean builtInPlace(Path folder) {
    return Files.exists(folder.resolve(".config"))
        || Files.isDirectory(folder.resolve("include/config"));
  }

  /**
   * The tree in a folder.
   *
   * @throws Failure D2005 when there is none, D2006 when it was configured in place
   */
  static KernelTree open(Path path) throws IOException {
    Optional<String> flaw = KernelTree.flaw(path);
    if (flaw.isPresent()) {
      throw new Failure(
          Diagnostic.error(Code.D2005, "`" + path + "` is not a kernel source tree")
              .label("no kernel here")
              .why(flaw.get())
              .help("name the folder that holds the kernel's top Makefile"));
    }
    if (builtInPlace(path)) {
      throw new Failure(
          Diagnostic.error(Code.D2006, "the kernel in `" + path + "` was configured in place")
              .label("has its own configuration")
              .why(
                  "distroc builds outside the source folder, and the kernel refuses that while a"
                      + " .config or include/config is in it")
              .help(
                  "`make -C "
                      + path
                      + " mrproper` removes them, and what was built; keep a copy"
                      + " of the .config if it matters"));
    }
    Path real = path.toRealPath();
    return KernelTree.of(real, "folder:" + real, false, "folder " + path);
  }
}
