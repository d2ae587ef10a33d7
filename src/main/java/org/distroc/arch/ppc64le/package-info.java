/** 64-bit POWER, little-endian. */
package org.distroc.arch.ppc64le;
