/** The command line: verbs, arguments, and the terminal. Nothing imports it. */
package org.distroc.cli;
