package org.distroc.boot;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What can be known of a guest, a build and a host when a boot is explained. The kernel's options
 * are facts too, but not listed here: {@code option.NAME}, see {@link Facts}.
 */
public enum Fact {
  /** The format it booted from, as recipes name it. */
  MEDIUM("medium", Kind.TEXT),
  /** Whether the kernel got an initramfs. */
  INITRAMFS("initramfs", "given", "none"),
  /** Where its console is shown. */
  DISPLAY("display", "vga", "serial", "none"),
  /** What executed its instructions. */
  ACCELERATOR("accelerator", "kvm", "tcg"),
  /** Present if TCG replaced a KVM that does not work. */
  KVM("kvm", "unusable"),
  /** Why KVM does not work, in words. */
  KVM_FAULT("kvm.fault", Kind.TEXT),
  /** Whether the console has more than the firmware's lines. */
  CONSOLE("console", "silent", "spoke"),
  /** Present if keys were pressed and never read. */
  KEYBOARD("keyboard", "unread"),
  /** Whether the kernel panicked. */
  PANICKED("panicked", "yes", "no"),
  /** How the boot ended. */
  ENDING("ending", "timeout", "poweroff", "reset", "qemu_died"),
  /** Whether the kernel has a console on the machine's serial port. */
  SERIAL_DRIVER("serial.driver", "on", "off"),
  /** The option that puts one there. */
  SERIAL_OPTION("serial.option", Kind.TEXT),
  /** The options behind it, as the recipe would set them. */
  SERIAL_OPTIONS("serial.options", Kind.TEXT),
  /** The kernel's name of the serial port. */
  SERIAL_DEVICE("serial.device", Kind.TEXT),
  /** The console that the last {@code console=} of the command line names. */
  CONSOLE_ON("console.on", "vga", "serial", "other"),
  /** The device that it names. */
  CONSOLE_DEVICE("console.device", Kind.TEXT),
  /** Present if the command line has {@code quiet} or a low {@code loglevel}. */
  CMDLINE_QUIET("cmdline.quiet", "yes"),
  /** Present if {@code rdinit=} names another file than /init. */
  RDINIT("rdinit", "elsewhere"),
  /** The file that it names. */
  RDINIT_FILE("rdinit.file", Kind.TEXT),
  /** Whether the recipe has an init program. */
  INIT("init", "present", "absent"),
  /** The C library of init. */
  INIT_LIBC("init.libc", "none", "nolibc", "static"),
  /** What kind of file init is. */
  INIT_KIND("init.kind", "static", "dynamic", "script", "other"),
  /** The ELF loader or the interpreter that init needs. */
  INIT_INTERPRETER("init.interpreter", Kind.TEXT),
  /** Present if init needs system calls that the kernel was built without. */
  INIT_CALLS("init.calls", "missing"),
  /** Those calls, and the options that each needs, in words. */
  INIT_LACKS("init.lacks", Kind.TEXT),
  /** The options that they need, as the recipe would set them. */
  INIT_LACKS_OPTIONS("init.options", Kind.TEXT),
  /** Each call that the kernel was built without, on a line: function, call, settings. */
  KERNEL_LACKS("kernel.lacks", Kind.TEXT),
  /** Present if the console says that one of them failed. */
  CALL("call", "missing"),
  /** The function that failed. */
  CALL_FUNCTION("call.function", Kind.TEXT),
  /** The system call behind it. */
  CALL_NAME("call.name", Kind.TEXT),
  /** The settings of options that it needs. */
  CALL_OPTIONS("call.options", Kind.TEXT),
  /** Its word size, of ELF files. */
  INIT_BITS("init.bits", "32", "64"),
  /** Its architecture, of ELF files, in words. */
  INIT_MACHINE("init.machine", Kind.TEXT),
  /** The architecture of the kernel, in words. */
  KERNEL_MACHINE("kernel.machine", Kind.TEXT),
  /** The machine's memory in MiB. */
  QEMU_MEMORY("qemu.memory", Kind.NUMBER),
  /** The CPU model that QEMU emulates. */
  QEMU_CPU("qemu.cpu", Kind.TEXT),
  /** About how much memory the kernel and its initramfs take, in MiB. */
  NEED_MEMORY("need.memory", Kind.NUMBER),
  /** What the CPU did at the timeout, or at the end of a second boot. */
  CPU("cpu", "idle", "kernel", "early", "user", "firmware"),
  /** The address of its instruction, in hexadecimal digits. */
  CPU_ADDRESS("cpu.address", Kind.TEXT),
  /** The function that it was in; only after a second boot. */
  CPU_AT("cpu.at", Kind.TEXT),
  /** Whether a second, verbose boot printed something. */
  AGAIN("again", "silent", "spoke"),
  /** Present if the CPU took a triple fault in the second boot. */
  FAULT("fault", "triple");

  private enum Kind {
    TEXT,
    NUMBER,
    WORD
  }

  private final String key;
  private final Kind kind;
  private final Set<String> values;

  Fact(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
    this.values = Set.of();
  }

  Fact(String key, String... values) {
    this.key = key;
    this.kind = Kind.WORD;
    this.values = Set.of(values);
  }

  /** Its name in the table of diagnoses. */
  public String key() {
    return key;
  }

  /** Whether its values are numbers, which can be compared. */
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** Whether it can have a value. */
  public boolean accepts(String value) {
    return switch (kind) {
      case TEXT -> true;
      case NUMBER -> value.matches("\\d{1,9}");
      case WORD -> values.contains(value);
    };
  }

  /** The words it can have as its value; empty if it can have any. */
  public Set<String> words() {
    return values;
  }

  /** The fact of a name, if there is one. */
  public static Optional<Fact> of(String key) {
    return Arrays.stream(Fact.values()).filter(fact -> fact.key.equals(key)).findFirst();
  }
}
