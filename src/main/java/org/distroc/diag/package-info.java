/**
 * What distroc says to a person or a program: diagnostics with a position, a reason and a remedy,
 * and their renderers. A leaf: it knows no other package.
 */
package org.distroc.diag;
