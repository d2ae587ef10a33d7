/** What 32-bit and 64-bit x86 have in common. */
package org.distroc.arch.x86;
