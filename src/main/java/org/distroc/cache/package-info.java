/** The cache of this machine as a whole: what uses how much of it, and what can go. */
package org.distroc.cache;
