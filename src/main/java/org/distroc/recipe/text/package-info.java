/** YAML with positions: the text of a recipe as a tree of nodes, and mistakes in it. */
package org.distroc.recipe.text;
