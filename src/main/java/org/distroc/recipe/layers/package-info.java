/** Recipes that build on others: reads their bases and merges all of them into one tree. */
package org.distroc.recipe.layers;
