package org.distroc.arch;

import java.util.List;
import java.util.Set;
import org.distroc.host.Tool;

/**
 * The GNU compiler and binutils for an architecture.
 *
 * @param prefix of their programs, such as {@code aarch64-linux-gnu-}
 * @param gccPackage the Debian package with the compiler of that prefix
 * @param binutilsPackage the Debian package with the linker of that prefix
 * @param nativeOn values of Java's {@code os.arch} on which programs without a prefix do the same
 * @param nativeLibc where such a machine has its static C library
 * @param crossLibcPackage the Debian package with the static C library for other machines
 * @param crossLibc where that package has it
 */
public record CrossCompiler(
    String prefix,
    String gccPackage,
    String binutilsPackage,
    Set<String> nativeOn,
    List<String> nativeLibc,
    String crossLibcPackage,
    String crossLibc) {

  /** The name of the static C library among a host's tools. */
  public static final String STATIC_LIBC = "static C library";

  /** Copies the set and the list. */
  public CrossCompiler {
    nativeOn = Set.copyOf(nativeOn);
    nativeLibc = List.copyOf(nativeLibc);
  }

  /** The prefix to call the programs with on a machine; empty for its own compiler. */
  public String prefixOn(String machine) {
    return nativeOn.contains(machine) ? "" : prefix;
  }

  /** The prefix on this machine. */
  public String prefixHere() {
    return prefixOn(System.getProperty("os.arch", ""));
  }

  /** What Debian calls the architecture: its packages of libraries for it have that in the name. */
  public String debianName() {
    return crossLibcPackage.replace("libc6-dev-", "").replace("-cross", "");
  }

  /** What this machine needs to compile, besides its own compiler and linker. */
  public List<Tool> tools() {
    return prefixHere().isEmpty()
        ? List.of()
        : List.of(
            Tool.program(prefix + "gcc", gccPackage, "compile the kernel and init"),
            Tool.program(prefix + "ld", binutilsPackage, "link the kernel and init"));
  }

  /** The C library that a static init is linked with. */
  public Tool staticLibc() {
    boolean isNative = prefixHere().isEmpty();
    return Tool.file(
        STATIC_LIBC,
        isNative ? "libc6-dev" : crossLibcPackage,
        "link init with `libc: static`",
        isNative ? nativeLibc.toArray(String[]::new) : new String[] {crossLibc});
  }

  /** The program that disassembles. */
  public Tool objdump() {
    return prefixHere().isEmpty()
        ? Tool.OBJDUMP
        : Tool.program(prefix + "objdump", binutilsPackage, "disassemble init");
  }
}
