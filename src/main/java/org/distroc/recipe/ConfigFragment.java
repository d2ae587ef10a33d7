package org.distroc.recipe;

import java.nio.file.Path;

/**
 * A file with lines of a {@code .config}, next to the recipe.
 *
 * @param file absolute; it was a file in the recipe's folder when the recipe was read
 * @param text its content then
 * @param sha256 the digest of its content then, in hexadecimal digits
 */
public record ConfigFragment(Path file, String text, String sha256) {}
