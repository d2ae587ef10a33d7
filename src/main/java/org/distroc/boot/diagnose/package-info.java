/** Explains a failed boot, from its console, its CPU state, and facts about the build. */
package org.distroc.boot.diagnose;
