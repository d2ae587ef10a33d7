/**
 * What in a recipe the sandbox cannot contain, found without running anything, and what the user
 * has consented to.
 */
package org.distroc.trust;
