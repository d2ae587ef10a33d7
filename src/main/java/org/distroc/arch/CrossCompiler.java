package org.distroc.arch;

import java.util.Set;

/**
 * The GNU compiler and binutils for an architecture.
 *
 * @param prefix of their programs, such as {@code x86_64-linux-gnu-}
 * @param gccPackage the Debian package with the compiler of that prefix
 * @param binutilsPackage the Debian package with the linker of that prefix
 * @param nativeOn values of Java's {@code os.arch} on which programs without a prefix do the same
 */
public record CrossCompiler(
    String prefix, String gccPackage, String binutilsPackage, Set<String> nativeOn) {

  /** Copies the set. */
  public CrossCompiler {
    nativeOn = Set.copyOf(nativeOn);
  }

  /** The prefix to call them with on a machine; empty for its own compiler. */
  public String prefixOn(String machine) {
    return nativeOn.contains(machine) ? "" : prefix;
  }

  /** The prefix on this machine. */
  public String prefixHere() {
    return prefixOn(System.getProperty("os.arch", ""));
  }
}
