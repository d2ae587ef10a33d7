package org.distroc.rootfs;

/**
 * Two sources that bring different things to one path, or to a path below what is no folder.
 *
 * @param first of the weaker or earlier source
 * @param second of the other one
 * @param source that brings the second
 */
public record Conflict(Entry first, Entry second, Source source) {}
