/** 64-bit MIPS, little-endian. */
package org.distroc.arch.mips64el;
