/**
 * The machine that distroc works on: its environment, its tools, and the processes started there. A
 * leaf beside {@code diag}.
 */
package org.distroc.host;
