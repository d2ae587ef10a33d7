/** 64-bit ARM, called AArch64 by those who make it. */
package org.distroc.arch.arm64;
