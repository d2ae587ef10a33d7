package org.distroc.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kernel.SyscallAbi;

/**
 * All that differs from one processor architecture to the next, as data. Nothing outside this file
 * asks which architecture it is.
 *
 * @param name as recipes write it
 * @param kernelName the kernel's {@code ARCH}
 * @param kernelImage what the kernel's make builds to be booted
 * @param kernelImagePath where that is in the kernel's object folder
 * @param elfMachine {@code e_machine} of its 64-bit programs, see {@code elf.h}
 * @param elfMachine32 {@code e_machine} of the 32-bit programs its 32-bit kernels run
 * @param qemu QEMU's program
 * @param serialConsole the kernel's name of the first serial port
 * @param serialOption the kernel option that puts a console on that port
 * @param screenOptions the kernel options that put a console on the screen, any of which does
 * @param syscalls where its kernel writes down the system calls
 */
public record Architecture(
    String name,
    String kernelName,
    String kernelImage,
    String kernelImagePath,
    int elfMachine,
    int elfMachine32,
    String qemu,
    String serialConsole,
    String serialOption,
    List<String> screenOptions,
    SyscallAbi syscalls) {

  private static final Map<String, Architecture> ALL =
      Map.of(
          "x86_64",
          new Architecture(
              "x86_64",
              "x86_64",
              "bzImage",
              "arch/x86/boot/bzImage",
              62,
              3,
              "qemu-system-x86_64",
              "ttyS0",
              "SERIAL_8250_CONSOLE",
              List.of("VGA_CONSOLE", "FRAMEBUFFER_CONSOLE"),
              SyscallAbi.X86_64));

  /** The architecture of a name; the recipe's schema lists the same names, which a test holds. */
  public static Optional<Architecture> of(String name) {
    return Optional.ofNullable(ALL.get(name));
  }
}
