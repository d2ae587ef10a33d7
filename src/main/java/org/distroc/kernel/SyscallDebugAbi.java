package org.distroc.kernel;

import java.util.List;

/**
 * Where a kernel of an architecture takes system calls, and in which registers: what a debugger
 * needs to see them. Registers of the saved frame have the names of the kernel's own header, those
 * of the processor the names that debuggers use.
 *
 * @param function the kernel's C function that each system call goes through; on its stack lies the
 *     return address, and behind that the frame
 * @param frameHeader the header with the offset of each register in the frame
 * @param frameSize the name of the frame's size in that header
 * @param number the frame's register with the number of the call
 * @param arguments the frame's registers with the arguments
 * @param result the frame's register with the result
 * @param returnAddress the frame's register with the address that the program goes on at
 * @param counter the processor's instruction pointer
 * @param stack the processor's stack pointer
 * @param starter the kernel's C function that is called when a program is about to start; its
 *     second argument is the address of the program's first instruction
 * @param userMode in a debugger's language, whether the processor executes a program
 * @param first the processor's register with a function's first argument
 * @param second the processor's register with a function's second argument
 * @param perCpu the processor's register that points to the data of one processor
 */
public record SyscallDebugAbi(
    String function,
    String frameHeader,
    String frameSize,
    String number,
    List<String> arguments,
    String result,
    String returnAddress,
    String counter,
    String stack,
    String starter,
    String userMode,
    String first,
    String second,
    String perCpu) {

  /** The {@code syscall} instruction of x86-64. */
  static final SyscallDebugAbi X86_64 =
      new SyscallDebugAbi(
          "do_syscall_64",
          "arch/x86/include/uapi/asm/ptrace-abi.h",
          "FRAME_SIZE",
          "ORIG_RAX",
          List.of("RDI", "RSI", "RDX", "R10", "R8", "R9"),
          "RAX",
          "RIP",
          "rip",
          "rsp",
          "start_thread",
          "($cs & 3) == 3",
          "rdi",
          "rsi",
          "gs_base");

  /** Copies the list. */
  public SyscallDebugAbi {
    arguments = List.copyOf(arguments);
  }
}
