/** The list of all image formats. */
package org.distroc.format.catalogue;
