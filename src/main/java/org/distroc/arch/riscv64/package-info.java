/** 64-bit RISC-V. */
package org.distroc.arch.riscv64;
