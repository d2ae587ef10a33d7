package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Host;
import org.distroc.host.PlainPaths;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.remotecache.SharedEntries;

/**
 * Builds debug symbols: the same kernel, compiled again with debug information. It is never booted,
 * and never exchanged with servers, because gdb executes one of its files.
 */
final class KernelSymbols {
  /** The folder of a project for debuggers' files. */
  static final String FOLDER = ProjectLayout.DEBUG;

  static final String VMLINUX = "vmlinux";

  /**
   * Constants for the kernel's own gdb commands; kernels without these commands have no such file.
   */
  private static final String CONSTANTS = "constants.py";

  private static final String HAVE_COMMANDS = "scripts/gdb/linux/constants.py.in";

  private final ProjectFolder folder;
  private final KernelStore store;
  private final ProcessRunner runner;
  private final OutputProofs proofs;
  private final BuildListener listener;
  private final List<String> outputs = new ArrayList<>(List.of(VMLINUX));

  KernelSymbols(
      Host host,
      BuildPlan plan,
      GeneratedProject project,
      ProjectFolder folder,
      Toolchain toolchain,
      OutputProofs proofs,
      BuildListener listener) {
    this.folder = folder;
    this.store =
        new KernelStore(host.cache(), plan, project.files(), toolchain, SharedEntries.none());
    this.runner = new ProcessRunner(host);
    this.proofs = proofs;
    this.listener = listener;
    if (plan.kernel().tree().has(HAVE_COMMANDS)) {
      outputs.add(CONSTANTS);
    }
  }

  /**
   * Gets the symbols from the cache, or compiles them.
   *
   * @return whether they were compiled
   * @throws Failure D7073 if the result does not match the kernel that boots
   */
  boolean build(ResolvedConfig config, Make make, Duration limit) throws IOException {
    listener.stage(Stage.SYMBOLS.toString());
    Path there = PlainPaths.folder(folder.root(), folder.root().resolve(FOLDER));
    Path entry = store.symbolsEntry(config);
    CachedArtifact files =
        new CachedArtifact(store, entry, there, outputs, SharedEntries.Check.NONE);
    boolean compiled = files.fetch().isEmpty() && compile(make, limit, files);
    String size = Files.size(there.resolve(VMLINUX)) + " bytes";
    listener.done(compiled ? size : size + ", from the cache");
    return compiled;
  }

  private boolean compile(Make make, Duration limit, CachedArtifact files) throws IOException {
    KernelObjects objects = new KernelObjects(store.symbolObjects(), runner, listener);
    List<String> words = List.of(FOLDER + "/" + VMLINUX, "KERNEL_SYMBOLS=" + objects.folder());
    try {
      return files.make(
          objects,
          make.log(Stage.SYMBOLS),
          change -> {
            make.run(Stage.SYMBOLS, limit, words, change);
            proofs.symbols(outputs);
          });
    } catch (Failure failure) {
      throw isMismatch(make.log(Stage.SYMBOLS)) ? new Failure(mismatch(), failure) : failure;
    }
  }

  /** Whether the rule found different System.map files. */
  private static boolean isMismatch(Path log) throws IOException {
    return Files.isRegularFile(log)
        && BoundedFiles.latin1(log, BoundedFiles.TABLE).contains("/System.map differ:");
  }

  private static Diagnostic mismatch() {
    return Diagnostic.error(Code.D7073, "the kernel compiled with symbols differs")
        .why("its functions have other addresses than in the kernel that boots,")
        .why("so a debugger would show the wrong ones")
        .help("use `--no-kernel-symbols`: the symbols of init are correct")
        .help("or look for an option that depends on how the kernel is compiled");
  }
}
