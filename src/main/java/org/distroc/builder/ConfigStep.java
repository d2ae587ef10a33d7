package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Tool;
import org.distroc.kernel.PristineSource;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.remotecache.SharedEntries;

/**
 * Gets the kernel's configuration: from the cache; else computed, while olddefconfig runs in the
 * background to confirm it. olddefconfig runs first, and alone decides, for a kernel source that
 * can change, and where the two once differed.
 */
final class ConfigStep implements AutoCloseable {
  private static final String CONFIG = ProjectLayout.CONFIG;

  private final BuildPlan plan;
  private final Map<String, byte[]> project;
  private final ProjectFolder folder;
  private final KernelStore store;
  private final PristineSource source;
  private final Make make;
  private final Consumer<List<Tool>> requirement;
  private Optional<OlddefconfigCheck> check = Optional.empty();

  ConfigStep(
      BuildPlan plan,
      Map<String, byte[]> project,
      ProjectFolder folder,
      KernelStore store,
      PristineSource source,
      Make make,
      Consumer<List<Tool>> requirement) {
    this.plan = plan;
    this.project = project;
    this.folder = folder;
    this.store = store;
    this.source = source;
    this.make = make;
    this.requirement = requirement;
  }

  /** Runs olddefconfig in the folder of the kernel's objects. */
  interface Olddefconfig {
    void run() throws IOException;
  }

  /**
   * Puts the configuration into the build folder.
   *
   * <p>One from a server is compared with distroc's own before it is used or kept.
   *
   * @param computed supplies distroc's own configuration, as the kernel would write it
   * @return where it comes from, for the user; may be empty
   */
  String run(Supplier<byte[]> computed, Olddefconfig olddefconfig) throws IOException {
    Path entry = store.configEntry(content(ProjectLayout.FRAGMENT), content(ProjectLayout.BASE));
    byte[][] own = new byte[1][];
    SharedEntries.Check comparison =
        files -> {
          own[0] = computed.get();
          return Arrays.equals(files.get(CONFIG), own[0])
              ? Optional.empty()
              : Optional.of(ConfigMismatchException.difference(own[0], files.get(CONFIG)));
        };
    Optional<String> cached =
        new CachedArtifact(store, entry, folder.root(), List.of(CONFIG), comparison).fetch();
    if (cached.isPresent()) {
      return "from " + cached.get();
    }
    requirement.accept(Requirements.toConfigure());
    source.require();
    if (!store.isUsable()) {
      olddefconfig.run();
      return "";
    }
    Path dispute = KernelStore.disputeOf(entry);
    if (KernelStore.kept(dispute, List.of(CONFIG)).isPresent()) {
      olddefconfig.run();
      if (Arrays.equals(config().bytes(), computed.get())) {
        // It was a faulty tool. The next build can compute again.
        KernelStore.drop(dispute);
      }
      return "";
    }
    byte[] config = own[0] == null ? computed.get() : own[0];
    AtomicFiles.write(folder.root().resolve(CONFIG), config);
    check =
        Optional.of(
            new OlddefconfigCheck(
                store, entry, plan.kernel().base(), project, config, make.quiet()));
    return "computed (verifying with olddefconfig in the background)";
  }

  /**
   * Waits for olddefconfig if it runs.
   *
   * @throws ConfigMismatchException when its configuration differs
   */
  void confirm() throws IOException {
    if (check.isPresent()) {
      try (OlddefconfigCheck running = check.get()) {
        check = Optional.empty();
        running.confirm();
      }
    }
  }

  /** The configuration in the build folder. */
  ResolvedConfig config() throws IOException {
    return ResolvedConfig.read(folder.root().resolve(CONFIG));
  }

  private byte[] content(String path) {
    return project.getOrDefault(path, new byte[0]);
  }

  /** Stops olddefconfig if it runs. */
  @Override
  public void close() throws IOException {
    if (check.isPresent()) {
      check.get().close();
    }
  }
}
