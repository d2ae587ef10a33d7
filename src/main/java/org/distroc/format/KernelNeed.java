package org.distroc.format;

/**
 * A kernel option without which an image of a format is useless.
 *
 * @param option its name without {@code CONFIG_}; it must be {@code y}
 * @param without what happens without it, a message in lower case without a full stop
 * @param label a few words for the place in the recipe
 */
public record KernelNeed(String option, String without, String label) {}
