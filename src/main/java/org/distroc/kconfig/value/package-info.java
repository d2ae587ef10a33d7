/**
 * Values of kernel options: their types, their spelling in {@code .config} files, and the
 * arithmetic of the configuration language.
 */
package org.distroc.kconfig.value;
