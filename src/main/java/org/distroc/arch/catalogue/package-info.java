/** The list of architectures that recipes can name. */
package org.distroc.arch.catalogue;
