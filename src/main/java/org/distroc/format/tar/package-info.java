/** The root file system as a tar archive. */
package org.distroc.format.tar;
