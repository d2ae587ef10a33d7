/**
 * Executes the generated project: writes it, runs its Makefile, and keeps what can be used again.
 * It adds nothing to what the Makefile says; it only leaves out what was done before.
 */
package org.distroc.builder;
