/**
 * What a build took and what it made: written down beside the build as a manifest, and beside the
 * recipe as a lock, which later builds are held against.
 */
package org.distroc.lock;
