package org.distroc.init;

import org.distroc.diag.Span;

/**
 * Where the recipe says something.
 *
 * @param at for diagnostics, with the file as the user named it
 * @param shown for the guest: the line, with its file in front if that is not the recipe itself;
 *     the same wherever the recipe lies
 */
public record Place(Span at, String shown) {}
