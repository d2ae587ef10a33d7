/**
 * Finished kernels and configurations on servers: fetched instead of compiled, and given to others.
 * An entry is a manifest and the files that it lists by digest, as an OCI registry keeps them; on a
 * plain web server the same lie in folders.
 *
 * <p>A server is asked, never relied upon: whatever it does costs a bounded time and one warning.
 */
package org.distroc.remotecache;
