/** busybox as a source of a tree: one program that is many, with a link for each. */
package org.distroc.busybox;
