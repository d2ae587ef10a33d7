/**
 * Explains configurations: why an option has its value, what would change it, which option was
 * meant, and the fewest settings that give a configuration.
 */
package org.distroc.kconfig.explain;
