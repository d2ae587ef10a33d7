/**
 * Finished kernels and configurations on servers: downloaded instead of compiled, and uploaded. An
 * entry is a manifest and the files that it lists by digest, as in an OCI registry; on a plain web
 * server they are in folders.
 *
 * <p>No build depends on a server: whatever it does costs a bounded time and one warning.
 */
package org.distroc.remotecache;
