package org.distroc.builder;

import org.distroc.builder.config.ResolvedConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.host.Tool;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;

/** Which tools the steps of a build need. A step that can do without a tool does not ask for it. */
public final class Requirements {
  /**
   * Tools that single options of the kernel ask for. Each was seen in the kernel's own Makefiles:
   * scripts/Makefile.lib and arch/x86/boot/compressed/Makefile for compressors, tools/objtool,
   * certs, scripts/pahole-flags.sh for the rest.
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

  /** What a build of a plan needs before anything is known of its configuration. */
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
    }
    plan.image().formats().forEach(format -> tools.addAll(format.tools()));
    return tools;
  }

  /** What booting in a machine needs. */
  public static List<Tool> toBoot(Architecture architecture, Machine machine) {
    Tool emulator = architecture.board().emulator();
    return machine.firmware() == Firmware.UEFI ? List.of(emulator, Tool.OVMF) : List.of(emulator);
  }

  /** What a session of the debugger needs. */
  public static List<Tool> toDebug(Architecture architecture, Machine machine) {
    List<Tool> tools = new ArrayList<>(toBoot(architecture, machine));
    tools.add(Tool.GDB);
    return tools;
  }

  /** What disassembling init needs. */
  public static List<Tool> toDisassemble(Architecture architecture) {
    return List.of(architecture.compiler().objdump());
  }

  /** All tools that have a part in building a plan whose kernel has a configuration. */
  public static List<Tool> toBuild(BuildPlan plan, ResolvedConfig config) {
    List<Tool> tools = new ArrayList<>(toBuild(plan));
    tools.addAll(toConfigure());
    tools.addAll(toCompile(config));
    return tools;
  }

  /** What a kernel's Kconfig files ask when they are read. */
  public static List<Tool> toReadKconfig(Architecture architecture) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.GCC, Tool.LD));
    tools.addAll(architecture.compiler().tools());
    return tools;
  }

  /** What the kernel's configuration tool is built with. */
  public static List<Tool> toConfigure() {
    return List.of(Tool.FLEX, Tool.BISON);
  }

  /** What the kernel's menuconfig is built with. */
  public static List<Tool> toMenuconfig(Architecture architecture) {
    List<Tool> tools = new ArrayList<>(List.of(Tool.MAKE, Tool.FLEX, Tool.BISON, Tool.NCURSES));
    tools.addAll(toReadKconfig(architecture));
    return tools;
  }

  /** What compiling a kernel of a configuration needs. */
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

  /** What configuring and compiling most small kernels needs, for installing it in one go. */
  public static List<Tool> toBuildMostKernels() {
    return List.of(Tool.FLEX, Tool.BISON, Tool.BC, Tool.LIBELF, Tool.XZ);
  }
}
