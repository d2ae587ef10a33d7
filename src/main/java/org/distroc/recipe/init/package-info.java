/** Reads and checks the part of a recipe that describes the init program. */
package org.distroc.recipe.init;
