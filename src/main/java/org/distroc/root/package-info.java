/**
 * From a recipe to the tree of its root file system: the standard layout, the recipe's files, users
 * and programs, and the sources of other packages.
 */
package org.distroc.root;
