package org.distroc.diag;

/**
 * Every kind of diagnostic distroc can give. The thousands digit names the phase: 1 the recipe's
 * text, 2 the kernel and its options, 3 the init program, 4 the image, 5 the host, 6 the build, 7
 * the guest, 8 the command line and the generated files, 9 distroc itself.
 *
 * <p>Each has a page {@code docs/codes/<code>.md}, which {@code distroc explain} prints, and an
 * example that the tests run. A code is never used for something else once it was released.
 */
public enum Code {
  /** Init is not an ELF file. */
  D3001(ExitCode.RECIPE, "init is not a program"),
  /** Init is an ELF file that refers to bytes it does not have. */
  D3002(ExitCode.RECIPE, "init is a damaged program"),
  /** Init is for another processor than the kernel. */
  D3003(ExitCode.RECIPE, "init is for another processor"),
  /** Init needs shared libraries or a loader that the initramfs lacks. */
  D3004(ExitCode.RECIPE, "init needs a loader that is not there"),
  /** Code reads or writes memory relative to %fs, and no C library has set it up. */
  D3005(ExitCode.RECIPE, "%fs is used without a C library"),
  /** A function has no end: control runs into whatever stands behind it. */
  D3006(ExitCode.RECIPE, "a function runs on into the next"),
  /** A system call takes its fourth parameter from r10, which was never set. */
  D3007(ExitCode.RECIPE, "the fourth parameter is not in r10"),
  /** The entry point is no code. */
  D3008(ExitCode.RECIPE, "init starts where no code is"),
  /** The code at the entry point returns, and there is nowhere to return to. */
  D3009(ExitCode.RECIPE, "the entry point returns"),
  /** A function is called with a stack that is not aligned to 16 bytes. */
  D3010(ExitCode.RECIPE, "the stack is not aligned"),
  /** Init wants an executable stack, or will get one. */
  D3011(ExitCode.RECIPE, "the stack is executable"),
  /** Memory of init is writable and executable at once. */
  D3012(ExitCode.RECIPE, "memory is writable and executable"),
  /** Code writes to memory that is mapped read-only. */
  D3013(ExitCode.RECIPE, "a write to read-only memory"),
  /** 64-bit code enters the kernel the 32-bit way, which this kernel lacks. */
  D3014(ExitCode.RECIPE, "a 32-bit system call"),
  /** A jump or call leads to an address where no code is. */
  D3015(ExitCode.RECIPE, "a jump to where no code is"),
  /** Code executes an instruction that is reserved to the kernel. */
  D3016(ExitCode.RECIPE, "a privileged instruction"),
  /** Main can return, and then process 1 ends. */
  D3017(ExitCode.RECIPE, "process 1 can end"),
  /** A bug in distroc. */
  D9001(ExitCode.BUG, "distroc has a bug");

  private final ExitCode exit;
  private final String title;

  Code(ExitCode exit, String title) {
    this.exit = exit;
    this.title = title;
  }

  /** What distroc ends with when this is the worst that happened. */
  public ExitCode exit() {
    return exit;
  }

  /** A few words, the same for every diagnostic of this code. */
  public String title() {
    return title;
  }
}
