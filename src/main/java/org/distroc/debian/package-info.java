/**
 * Debian packages without root and without dpkg: which packages a request needs, their .debs pinned
 * by digest, and what is in them as entries of a tree. No maintainer script ever runs.
 */
package org.distroc.debian;
