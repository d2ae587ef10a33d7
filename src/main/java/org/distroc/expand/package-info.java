/** Turns a plan and the templates into the generated project, in memory. Pure, but for reading. */
package org.distroc.expand;
