/**
 * Boots what was built: the QEMU command line, the guest's consoles, the steps of a test, and what
 * a boot that failed means.
 */
package org.distroc.boot;
