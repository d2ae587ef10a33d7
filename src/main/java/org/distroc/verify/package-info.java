/**
 * Builds in a varied environment, and compares the outputs byte for byte: for files that differ, it
 * names the first part that does.
 */
package org.distroc.verify;
