/** A folder that machines start from over the network. */
package org.distroc.format.netboot;
