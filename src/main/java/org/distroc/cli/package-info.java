/** The command line: the verbs, and the pipeline from a recipe to a guest. */
package org.distroc.cli;
