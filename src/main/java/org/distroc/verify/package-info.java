/**
 * Builds under other circumstances, and compares what came out byte for byte: when two files differ
 * it names the first part in which they do.
 */
package org.distroc.verify;
