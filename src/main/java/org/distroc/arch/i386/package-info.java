/** The 32-bit x86 architecture, which the i386 psABI and the kernel's {@code arch/x86} define. */
package org.distroc.arch.i386;
