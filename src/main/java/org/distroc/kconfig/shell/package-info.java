/**
 * {@code $(shell,…)}: the commands that Kconfig files run to learn what the toolchain can do, their
 * environment, and the cache of their results.
 */
package org.distroc.kconfig.shell;
