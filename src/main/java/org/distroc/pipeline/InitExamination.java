package org.distroc.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.ElfPrograms;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.config.SyscallChecks;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.elf.InitChecks;
import org.distroc.elf.InitExpectation;
import org.distroc.elf.LinkedProgram;
import org.distroc.elf.Listing;
import org.distroc.elf.ProgramDiagnostic;
import org.distroc.elf.SourceFile;
import org.distroc.host.BoundedFiles;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.spec.Libc;

/** Runs the checks of package {@code elf} on a built init. */
final class InitExamination {
  private InitExamination() {}

  /** Findings about init; those without a source line are at the recipe's init. */
  static List<Diagnostic> findings(
      BuildPlan plan, Path folder, ResolvedConfig config, SyscallTables tables) {
    List<Diagnostic> findings =
        new ArrayList<>(
            InitChecks.examine(
                files(plan, folder), expectation(plan, config, tables), sources(plan, folder)));
    if (plan.init().orElseThrow().libc() == Libc.STATIC) {
      findings.addAll(missing(plan, folder, config, tables).findings(sources(plan, folder)));
    }
    return Failure.sorted(findings.stream().map(finding -> placed(finding, plan)).toList());
  }

  /** The system calls that init reaches through its C library, and that the kernel lacks. */
  static MissingCalls missing(
      BuildPlan plan, Path folder, ResolvedConfig config, SyscallTables tables) {
    return new MissingCalls(
        () -> SyscallChecks.missing(plan, config, tables), files(plan, folder).objects());
  }

  /**
   * Init as assembly, with findings at their instructions.
   *
   * @param disassembly objdump output of the linked file
   */
  static Listing listing(
      BuildPlan plan,
      Path folder,
      ResolvedConfig config,
      SyscallTables tables,
      List<String> disassembly) {
    List<ProgramDiagnostic> findings =
        InitChecks.find(
                files(plan, folder), expectation(plan, config, tables), sources(plan, folder))
            .stream()
            .map(finding -> finding.with(diagnostic -> placed(diagnostic, plan)))
            .toList();
    LinkedProgram program = LinkedProgram.read(folder.resolve(ProjectLayout.INIT_ELF));
    return Listing.of(disassembly, program, sources(plan, folder), findings);
  }

  private static Diagnostic placed(Diagnostic finding, BuildPlan plan) {
    return finding.at().isPresent() ? finding : finding.at(plan.locations().init());
  }

  private static InitChecks.Files files(BuildPlan plan, Path folder) {
    Map<String, Path> objects = new LinkedHashMap<>();
    for (InitPlan.SourceFile source : plan.init().orElseThrow().sources()) {
      if (source.isCompiled()) {
        objects.put(ProjectLayout.source(source.path()), folder.resolve(source.object()));
      }
    }
    return new InitChecks.Files(
        folder.resolve(ProjectLayout.INIT_ELF), folder.resolve(ProjectLayout.INIT), objects);
  }

  private static InitExpectation expectation(
      BuildPlan plan, ResolvedConfig config, SyscallTables tables) {
    InitPlan init = plan.init().orElseThrow();
    ElfPrograms programs = plan.architecture().programs();
    return new InitExpectation(
        plan.architecture(),
        programs.of(config::isOn),
        programs.runCompat(config::isOn),
        programs.protectStacks(config::isOn),
        init.libc() == Libc.STATIC,
        false,
        calls(plan, init, tables));
  }

  /**
   * The system calls that init may make: with own sources or a library, all of the kernel's table.
   */
  private static Map<Integer, InitExpectation.SystemCall> calls(
      BuildPlan plan, InitPlan init, SyscallTables tables) {
    Map<Integer, InitExpectation.SystemCall> calls = new HashMap<>();
    List<Syscall> known =
        init.shipped().isPresent() && init.libc() == Libc.NONE
            ? init.syscalls()
            : tables.of(plan.kernel().tree(), plan.architecture().syscalls()).all();
    for (Syscall call : known) {
      calls.put(
          call.number(),
          new InitExpectation.SystemCall(call.name(), call.parameters().size(), call.noreturn()));
    }
    return calls;
  }

  /** The recipe's own sources by the names their author knows, generated ones as they are. */
  private static SourceFile.Finder sources(BuildPlan plan, Path folder) {
    return path -> {
      String inProject = path.startsWith("./") ? path.substring(2) : path;
      for (InitPlan.SourceFile source : plan.init().orElseThrow().sources()) {
        if (inProject.equals(ProjectLayout.source(source.path()))) {
          return read(source.file(), source.shown());
        }
      }
      Path file = folder.resolve(inProject).normalize();
      return file.startsWith(folder) ? read(file, inProject) : Optional.empty();
    };
  }

  private static Optional<SourceFile> read(Path file, String name) {
    try {
      String text = new String(BoundedFiles.bytes(file, BoundedFiles.TEXT), StandardCharsets.UTF_8);
      return Optional.of(new SourceFile(name, List.of(text.split("\r?\n", -1))));
    } catch (IOException e) {
      // A position without its text is still useful.
      return Optional.empty();
    }
  }
}
