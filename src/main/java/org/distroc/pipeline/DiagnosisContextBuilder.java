package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.boot.Symbolizer;
import org.distroc.boot.diagnose.DiagnosisContext;
import org.distroc.builder.Artifacts;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.debug.SystemMap;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.LinkedProgram;
import org.distroc.elf.ProgramFacts;
import org.distroc.format.BootMedium;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.ProjectLayout;

/**
 * Collects what is known about a guest whose failed boot is diagnosed: recipe, configuration, init
 * and kernel.
 */
final class DiagnosisContextBuilder {
  private static final long MEBIBYTE = 1L << 20;
  private static final long KERNEL_AT = 16 * MEBIBYTE;

  /**
   * Memory of a kernel in addition to its image, measured with small kernels of 6.1 and 6.12, and
   * with 32 and 200 MB of files: five megabytes, and 64 bytes that describe each page of 4096.
   */
  private static final long EXTRA = 5 * MEBIBYTE;

  private static final int BYTES_PER_BYTE_OF_DESCRIPTION = 64;

  /** Granularity of the reported figure, in MiB. */
  private static final int STEP = 4;

  private final BuildPlan plan;
  private final SyscallTables syscalls;
  private final Artifacts artifacts;
  private final Machine machine;
  private final ResolvedConfig config;
  private final SystemMap map;

  private DiagnosisContextBuilder(
      BuildPlan plan, Artifacts artifacts, Machine machine, SyscallTables syscalls)
      throws IOException {
    this.plan = plan;
    this.syscalls = syscalls;
    this.artifacts = artifacts;
    this.machine = machine;
    this.config = ResolvedConfig.read(artifacts.folder().resolve(ProjectLayout.CONFIG));
    this.map = SystemMap.read(artifacts.folder().resolve(ProjectLayout.SYSTEM_MAP));
  }

  /** Of a guest that was started from what was built, on a machine. */
  static DiagnosisContext of(
      BuildPlan plan, Artifacts artifacts, Machine machine, SyscallTables syscalls)
      throws IOException {
    DiagnosisContextBuilder knowledge =
        new DiagnosisContextBuilder(plan, artifacts, machine, syscalls);
    return new DiagnosisContext(
        plan.architecture(),
        knowledge.facts(),
        plan.locations()::nearest,
        knowledge.findings(),
        knowledge.addresses(),
        knowledge.direct());
  }

  private Facts facts() throws IOException {
    Facts.Builder facts = new Facts.Builder().options(config.values());
    addCommandLine(facts);
    addSerialPort(facts);
    facts.put(Fact.QEMU_MEMORY, Long.toString(machine.memory() / MEBIBYTE));
    facts.put(Fact.QEMU_CPU, machine.cpu().orElse("QEMU's default"));
    facts.put(Fact.KERNEL_MACHINE, plan.architecture().programs().of(config::isOn).description());
    facts.put(Fact.INIT, plan.hasInit() ? "present" : "absent");
    facts.put(Fact.INITRAMFS, artifacts.initramfs().isPresent() ? "given" : "none");
    plan.init().ifPresent(init -> facts.put(Fact.INIT_LIBC, init.libc()));
    if (artifacts.init().isPresent()) {
      ProgramFacts.of(artifacts.init().get())
          .forEach((name, value) -> facts.put(Fact.of(name).orElseThrow(), value));
    }
    if (plan.init().isPresent()) {
      InitExamination.missing(plan, artifacts.folder(), config, syscalls).addTo(facts);
    }
    long need = memoryNeeded();
    facts.put(Fact.NEED_MEMORY, Long.toString((need / MEBIBYTE + STEP) / STEP * STEP));
    return facts.build();
  }

  private void addSerialPort(Facts.Builder facts) {
    Architecture architecture = plan.architecture();
    String option = architecture.consoles().serialOption();
    facts.put(Fact.SERIAL_DRIVER, config.isOn(option) ? "on" : "off");
    facts.put(Fact.SERIAL_OPTION, option);
    facts.put(
        Fact.SERIAL_OPTIONS,
        architecture.features().console().stream()
            .map(name -> "`" + name + ": y`")
            .collect(Collectors.joining(" and ")));
    facts.put(Fact.SERIAL_DEVICE, architecture.consoles().serial());
  }

  private void addCommandLine(Facts.Builder facts) {
    for (String word : plan.kernel().cmdline()) {
      if (word.equals("quiet") || word.matches("loglevel=[0-3]")) {
        facts.put(Fact.CMDLINE_QUIET, "yes");
      } else if (word.startsWith("rdinit=") && !word.equals("rdinit=/init")) {
        facts.put(Fact.RDINIT, "elsewhere");
        facts.put(Fact.RDINIT_FILE, word.substring("rdinit=".length()));
      } else if (word.startsWith("console=")) {
        String device = word.substring("console=".length());
        facts.put(Fact.CONSOLE_DEVICE, device);
        facts.put(
            Fact.CONSOLE_ON,
            device.startsWith(plan.architecture().consoles().serial())
                ? "serial"
                : device.matches("tty\\d+") ? "vga" : "other");
      }
    }
  }

  /**
   * In bytes. The archive follows the place where the kernel unpacks itself, and its contents
   * coexist with the archive until all of it is unpacked.
   */
  private long memoryNeeded() throws IOException {
    long start = map.address("_text").orElse(0L);
    long kernel = map.address("_end").orElse(start) - start;
    long archive = size(artifacts.initramfs());
    long content = size(Optional.of(artifacts.folder().resolve(ProjectLayout.INITRAMFS)));
    long at = config.value("PHYSICAL_START").map(Long::decode).orElse(KERNEL_AT);
    long used = Math.max(at + kernel + archive, kernel + archive + content);
    return used + used / BYTES_PER_BYTE_OF_DESCRIPTION + EXTRA;
  }

  private static long size(Optional<Path> file) throws IOException {
    return file.isPresent() && Files.isRegularFile(file.get()) ? Files.size(file.get()) : 0;
  }

  /** The findings of the init checks, allowed or not. */
  private List<Diagnostic> findings() {
    return plan.init().isEmpty()
        ? List.of()
        : InitExamination.findings(plan, artifacts.folder(), config, syscalls);
  }

  private Symbolizer addresses() {
    Optional<LinkedProgram> init = artifacts.initElf().map(LinkedProgram::read);
    return new Symbolizer() {
      @Override
      public Optional<String> inInit(long address) {
        return init.flatMap(program -> program.describe(address))
            .map(DiagnosisContextBuilder.this::shown);
      }

      @Override
      public Optional<String> inKernel(long address) {
        return map.describe(address);
      }
    };
  }

  /** With the recipe's own sources as the user named them. */
  private String shown(String place) {
    for (InitPlan.SourceFile source : plan.init().map(InitPlan::sources).orElse(List.of())) {
      String inProject = "(source/" + source.path() + ":";
      if (place.contains(inProject)) {
        return place.replace(inProject, "(" + source.shown() + ":");
      }
    }
    return place;
  }

  private Optional<BootMedium.KernelAndInitramfs> direct() {
    return Optional.of(
        new BootMedium.KernelAndInitramfs(
            artifacts.kernel(), artifacts.initramfs(), plan.kernel().cmdline()));
  }
}
