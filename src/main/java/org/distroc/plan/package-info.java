/**
 * What to build and boot, as plain immutable data: the intermediate representation between a recipe
 * and the later phases.
 */
package org.distroc.plan;
