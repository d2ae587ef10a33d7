/**
 * The kernel's configuration: whether the options of a plan take, what else of the plan it suits,
 * and the result.
 */
package org.distroc.builder.config;
