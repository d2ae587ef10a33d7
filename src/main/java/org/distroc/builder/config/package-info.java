/**
 * The kernel's configuration: whether the options of a plan take effect, whether the rest of the
 * plan works with it, and the resolved {@code .config}.
 */
package org.distroc.builder.config;
