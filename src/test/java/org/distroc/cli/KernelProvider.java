package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.Host;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.Progress;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives the integration tests their kernels: the trees of both supported versions, and an image
 * that distroc itself builds, once, through its cache. Unit tests run without.
 */
public final class KernelProvider implements LauncherSessionListener {
  static final List<String> PACKAGES = List.of("linux-source-6.1", "linux-source-6.12");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (!Boolean.getBoolean("distroc.provide")) {
      return;
    }
    List<String> trees = new ArrayList<>();
    for (String name : PACKAGES) {
      trees.add(
          new KernelSources(Host.ofProcess(), Progress.NONE)
              .obtain(new KernelSource.Debian(name), Optional.empty(), KernelSources.Options.ONLINE)
              .root()
              .toString());
    }
    System.setProperty("distroc.kernel.tree", trees.get(0));
    System.setProperty("distroc.kernel.trees", String.join(":", trees));
    Path folder = Path.of("target/test-kernel").toAbsolutePath();
    Run build = Run.in(Path.of(""), "build", "-o", folder.toString(), "recipes/serial.yaml");
    if (build.exit() != 0) {
      throw new IllegalStateException("the kernel of the tests was not built: " + build.all());
    }
    System.setProperty("distroc.test.kernel", folder.resolve("bzImage").toString());
  }
}
