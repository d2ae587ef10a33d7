/**
 * What differs from one processor architecture to the next, as data: {@link
 * org.distroc.arch.Architecture} and the records that it consists of. Each architecture has a
 * package of its own below this one; {@code arch.catalogue} lists them.
 */
package org.distroc.arch;
