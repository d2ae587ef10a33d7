/**
 * Computes configurations as the kernel's own {@code conf} does, byte for byte: {@link
 * org.distroc.kconfig.eval.Resolver} goes from a base and a fragment to a {@link
 * org.distroc.kconfig.eval.Configuration}.
 */
package org.distroc.kconfig.eval;
