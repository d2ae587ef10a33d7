/**
 * Inputs and outputs of a build: written next to the outputs as a manifest, and next to the recipe
 * as a lock file that later builds are checked against.
 */
package org.distroc.lock;
