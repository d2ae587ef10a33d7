package org.distroc.arch.x86;

import org.distroc.arch.ElfTarget;

/** Facts of both x86 architectures. */
public final class X86 {
  /** 32-bit programs: {@code EM_386}. */
  public static final ElfTarget ELF_32 = new ElfTarget(3, false, false);

  private X86() {}
}
