/** 32-bit MIPS, little-endian. */
package org.distroc.arch.mipsel;
