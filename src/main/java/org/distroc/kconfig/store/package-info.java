/**
 * Loaded models, configurations of targets and indexes of options as bytes to cache. Damaged bytes,
 * and those of another version, are never read.
 */
package org.distroc.kconfig.store;
