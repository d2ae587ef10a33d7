package org.distroc.debian;

import org.distroc.diag.Span;

/**
 * A package that a recipe asks for.
 *
 * @param name of the package
 * @param at where the recipe asks for it
 */
public record Request(String name, Span at) {}
