/** Writes recipes: edits the options of one in its text, and creates a first one. */
package org.distroc.recipe.edit;
