package org.distroc.builder.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.MakePaths;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.plan.BuildPlan;

/**
 * Runs the kernel's menuconfig in the user's terminal. It has its own object folder in the cache,
 * so builds never see what is tried in it.
 */
public final class Menuconfig {
  private static final String CONFIG = ".config";

  /** Variables that menuconfig gets from the user: terminal, colors and locale. */
  private static final List<String> VARIABLES =
      List.of(
          "PATH",
          "HOME",
          "TERM",
          "TERMINFO",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "MENUCONFIG_COLOR",
          "MENUCONFIG_MODE");

  /**
   * Runs menuconfig as the foreground job of the terminal, so that Ctrl-C goes to menuconfig, which
   * asks whether to save. Otherwise it would end distroc and leave menuconfig drawing.
   */
  private static final List<String> FOREGROUND =
      List.of("sh", "-c", "[ ! -t 0 ] || set -m; \"$@\"; exit $?", "sh");

  private final Host host;
  private final BuildPlan plan;

  /** Menuconfig for the kernel of a plan. */
  public Menuconfig(Host host, BuildPlan plan) {
    this.host = host;
    this.plan = plan;
  }

  /**
   * Lets the user change a configuration.
   *
   * @param waiting runs once if another menuconfig of the same kernel is open
   * @return the saved configuration; empty if nothing was saved
   * @throws Failure D5061 if menuconfig ended with an error, D5003 or D5024 if the cache cannot be
   *     used
   */
  public Optional<String> run(Configuration configuration, Runnable waiting) {
    MakePaths.check(host.cacheFolder(), "the cache folder");
    try {
      Path objects = Files.createDirectories(objects());
      FileLock lock =
          FileLock.take(objects.resolveSibling(objects.getFileName() + ".lock"), waiting);
      try {
        return run(configuration.write(), objects);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  private Optional<String> run(byte[] config, Path objects) throws IOException {
    AtomicFiles.write(objects.resolve(CONFIG), config);
    Command command = command(objects);
    int exit = new ProcessRunner(host).runInTerminal(command);
    if (exit != 0) {
      throw new Failure(failed(exit));
    }
    byte[] saved = BoundedFiles.bytes(objects.resolve(CONFIG), BoundedFiles.TEXT);
    return Arrays.equals(saved, config)
        ? Optional.empty()
        : Optional.of(new String(saved, StandardCharsets.UTF_8));
  }

  private Command command(Path objects) {
    List<String> foreground = new ArrayList<>(FOREGROUND);
    if (host.find("setpriv").isPresent()) {
      foreground.addAll(List.of("setpriv", "--pdeathsig", "TERM", "--"));
    }
    List<String> words = new ArrayList<>(List.of("env", "-i"));
    VARIABLES.forEach(
        name -> host.variable(name).ifPresent(value -> words.add(name + "=" + value)));
    words.addAll(
        List.of(
            "make",
            "--no-print-directory",
            "-C",
            plan.kernel().tree().root().toString(),
            "O=" + objects,
            "ARCH=" + plan.architecture().kernel().arch(),
            "CROSS_COMPILE=" + plan.architecture().compiler().prefixHere(),
            "menuconfig"));
    return Command.of(words)
        .in(objects)
        .startedBy(foreground)
        .confined(Confinement.strict().reading(plan.kernel().tree().root()).writing(objects));
  }

  private Path objects() throws IOException {
    String key =
        new CacheKey()
            .add(plan.kernel().tree().identity())
            .add(plan.architecture().name())
            .add(Toolchain.of(host, plan.architecture().compiler()).configuring())
            .hex();
    return host.cache().folder(CacheFolder.MENUCONFIG).resolve(key.substring(0, 16));
  }

  private static Diagnostic failed(int exit) {
    return exit == 130 || exit == 2
        ? Diagnostic.error(Code.D5061, "menuconfig was interrupted, or make could not build it")
            .why("its exit status is " + exit + "; its output is above")
            .help("the menu needs a terminal of at least 80 columns and 19 lines")
            .help("the recipe is unchanged; run this again")
        : Diagnostic.error(Code.D5061, "menuconfig ended with status " + exit)
            .why("its output is above")
            .help("the recipe is unchanged");
  }
}
