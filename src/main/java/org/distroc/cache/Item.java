package org.distroc.cache;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something in the cache that can go alone.
 *
 * @param path its folder or file
 * @param bytes on disk, about
 * @param lastUse as far as it is known; for what keeps no note of it, when it was made
 */
public record Item(Kind kind, Path path, long bytes, Instant lastUse) {}
