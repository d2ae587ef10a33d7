/**
 * The recipe language: reads a {@code distro.yaml}, reports every mistake in it with its place, and
 * returns an immutable {@link org.distroc.recipe.Recipe}.
 *
 * <p>A recipe passes through {@code recipe.text} (bytes, characters, a tree of nodes with
 * positions), {@code recipe.schema} (the JSON Schema in {@code schemas/}, and checks of several
 * keys at once) and this package (the record). The schema alone defines keys, their defaults and
 * their documentation.
 */
package org.distroc.recipe;
