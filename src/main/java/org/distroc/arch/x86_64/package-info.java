/** The 64-bit x86 architecture, which the x86-64 psABI and the kernel's {@code arch/x86} define. */
package org.distroc.arch.x86_64;
