/** The cache of this machine as a whole: disk usage and pruning. */
package org.distroc.cache;
