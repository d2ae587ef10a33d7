/**
 * The init program that a recipe describes: mounts, steps and services as data, the table that its
 * program reads, and what it needs of the kernel and of the root.
 */
package org.distroc.init;
