/** 32-bit ARM, version 7. */
package org.distroc.arch.arm;
