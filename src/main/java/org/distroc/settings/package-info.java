/**
 * The settings of a user for all builds: reads {@code config.yaml} in the user's configuration
 * folder, and reports every mistake in it.
 */
package org.distroc.settings;
