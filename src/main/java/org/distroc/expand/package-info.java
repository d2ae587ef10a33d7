/**
 * Turns a plan and the templates into the generated project, in memory. Pure, except for reading
 * files.
 */
package org.distroc.expand;
