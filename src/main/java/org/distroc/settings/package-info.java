/**
 * What a user has set for all builds: reads {@code config.yaml} of the user's folder for settings,
 * and says every mistake in it.
 */
package org.distroc.settings;
