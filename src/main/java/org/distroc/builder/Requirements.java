package org.distroc.builder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.host.Tool;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;

/** The host tools that each step needs. Optional tools are not listed. */
public final class Requirements {
  /**
   * Tools that single kernel options need, from the kernel's own Makefiles: scripts/Makefile.lib
   * and arch/x86/boot/compressed/Makefile for compressors, tools/objtool, certs,
   * scripts/pahole-flags.sh for the rest.
   */
  private static final Map<String, Tool> BY_OPTION = new LinkedHashMap<>();

  static {
    BY_OPTION.put("OBJTOOL", Tool.LIBELF);
    BY_OPTION.put("KERNEL_XZ", Tool.XZ);
    BY_OPTION.put("KERNEL_LZMA", Tool.XZ);
    BY_OPTION.put("KERNEL_GZIP", Tool.GZIP);
    BY_OPTION.put("KERNEL_BZIP2", Tool.BZIP2);
    BY_OPTION.put("KERNEL_LZ4", Tool.LZ4);
    BY_OPTION.put("KERNEL_LZO", Tool.LZOP);
    BY_OPTION.put("KERNEL_ZSTD", Tool.ZSTD);
    BY_OPTION.put("MODULE_SIG_FORMAT", Tool.LIBSSL);
    BY_OPTION.put("SYSTEM_TRUSTED_KEYRING", Tool.LIBSSL);
    BY_OPTION.put("DEBUG_INFO_BTF", Tool.PAHOLE);
  }

  private Requirements() {}

  /** Tools for a build of a plan, before its kernel configuration is known. */
  public static List<Tool> toBuild(BuildPlan plan) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.MAKE));
    tools.addAll(toReadKconfig(plan.architecture()));
    if (plan.init().filter(init -> init.libc() == Libc.STATIC).isPresent()) {
      tools.add(plan.architecture().compiler().staticLibc());
    }
    switch (plan.image().compression()) {
      case NONE -> {}
      case GZIP -> tools.add(Tool.GZIP);
      case XZ -> tools.add(Tool.XZ);
      case ZSTD -> tools.add(Tool.ZSTD);
      case LZ4 -> tools.add(Tool.LZ4);
    }
    plan.image().written().forEach(format -> tools.addAll(format.tools(plan.contents())));
    return tools;
  }

  /** Tools for booting a machine. */
  public static List<Tool> toBoot(Architecture architecture, Machine machine) {
    Tool emulator = architecture.board().emulator();
    return machine.firmware() == Firmware.UEFI ? List.of(emulator, Tool.OVMF) : List.of(emulator);
  }

  /** Tools for a debugging session. */
  public static List<Tool> toDebug(Architecture architecture, Machine machine) {
    List<Tool> tools = new ArrayList<>(toBoot(architecture, machine));
    tools.add(Tool.GDB);
    return tools;
  }

  /** Tools for disassembling init. */
  public static List<Tool> toDisassemble(Architecture architecture) {
    return List.of(architecture.compiler().objdump());
  }

  /** All tools for a build of a plan with a known kernel configuration. */
  public static List<Tool> toBuild(BuildPlan plan, ResolvedConfig config) {
    List<Tool> tools = new ArrayList<>(toBuild(plan));
    tools.addAll(toConfigure());
    tools.addAll(toCompile(config));
    return tools;
  }

  /** Tools whose versions and features Kconfig files query. */
  public static List<Tool> toReadKconfig(Architecture architecture) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.GCC, Tool.LD));
    tools.addAll(architecture.compiler().tools());
    return tools;
  }

  /** Tools to build the kernel's {@code conf}. */
  public static List<Tool> toConfigure() {
    return List.of(Tool.FLEX, Tool.BISON);
  }

  /** Tools to build the kernel's menuconfig. */
  public static List<Tool> toMenuconfig(Architecture architecture) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.MAKE, Tool.FLEX, Tool.BISON, Tool.NCURSES));
    tools.addAll(toReadKconfig(architecture));
    return tools;
  }

  /** Tools to compile a kernel with a configuration. */
  public static List<Tool> toCompile(ResolvedConfig config) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.BC));
    BY_OPTION.forEach(
        (option, tool) -> {
          if (config.isOn(option)) {
            tools.add(tool);
          }
        });
    return tools;
  }

  /** Tools for most small kernels, to install them all at once. */
  public static List<Tool> toBuildMostKernels() {
    return List.of(Tool.FLEX, Tool.BISON, Tool.BC, Tool.LIBELF, Tool.XZ, Tool.BUBBLEWRAP);
  }
}
