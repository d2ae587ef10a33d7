/** What is written to a terminal again and again. */
package org.distroc.cli.terminal;
