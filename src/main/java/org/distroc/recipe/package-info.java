/**
 * The recipe language: reads a {@code distro.yaml}, says every mistake in it with its place, and
 * gives an immutable {@link org.distroc.recipe.Recipe}.
 *
 * <p>The way of a recipe: bytes, {@link org.distroc.recipe.SourceText}, a tree of {@link
 * org.distroc.recipe.Node}s with positions, the JSON Schema in {@code schemas/}, checks that look
 * at several keys at once, the record. What the keys mean, their defaults and their documentation
 * are in the schema and nowhere else.
 */
package org.distroc.recipe;
