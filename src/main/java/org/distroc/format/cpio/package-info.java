/** The root file system as a cpio archive. */
package org.distroc.format.cpio;
