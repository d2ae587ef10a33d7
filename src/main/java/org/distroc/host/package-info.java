/**
 * The machine that distroc runs on: its environment, tools, processes and cache. A leaf next to
 * {@code diag}.
 */
package org.distroc.host;
