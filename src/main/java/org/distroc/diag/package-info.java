/**
 * distroc's messages: diagnostics with a position, a reason and a remedy, and their renderers. A
 * leaf: it uses no other package.
 */
package org.distroc.diag;
