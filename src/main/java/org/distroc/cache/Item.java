package org.distroc.cache;

import java.nio.file.Path;
import java.time.Instant;
import org.distroc.host.CacheFolder;

/**
 * An entry of the cache.
 *
 * @param kind where it is
 * @param path its folder or file
 * @param bytes approximate size on disk
 * @param lastUse when it was used last, or made, where no use is recorded
 */
public record Item(CacheFolder kind, Path path, long bytes, Instant lastUse) {}
