package org.distroc.debian;

import java.nio.file.Path;

/**
 * A package in the cache.
 *
 * @param deb which one
 * @param tree what it holds
 * @param files the bytes of its files, one after the other
 */
public record StoredPackage(PinnedDeb deb, DebTree tree, Path files) {}
