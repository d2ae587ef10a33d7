/** The cache of this machine as a whole: how much space what uses, and pruning. */
package org.distroc.cache;
