/**
 * The kernel's configuration language: reading its files, evaluating them as the kernel's own
 * {@code conf} does, and explaining the outcome.
 *
 * <p>{@link org.distroc.kconfig.KconfigTree#load} reads the files of one architecture; {@link
 * org.distroc.kconfig.KconfigTree#resolve} computes a {@code .config} from a base and a fragment.
 * What differs between kernel versions is in {@link org.distroc.kconfig.Dialect}.
 */
package org.distroc.kconfig;
