/**
 * Builds the generated project: writes it, runs its Makefile, and caches results. It adds no build
 * steps to the Makefile's; it only skips those whose results are cached.
 */
package org.distroc.builder;
