package org.distroc.spec;

/** The C library that the init program is linked with. */
public enum Libc {
  /** None: only the generated system call stubs. */
  NONE,
  /** The header files in the kernel source's {@code tools/include/nolibc}. */
  NOLIBC,
  /** The host's C library, linked statically. */
  STATIC
}
