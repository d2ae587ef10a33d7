/**
 * The phases from a recipe to a tested guest, for any front end: it takes {@link
 * org.distroc.pipeline.RunOptions} and reports to a {@link org.distroc.pipeline.RunListener}.
 */
package org.distroc.pipeline;
