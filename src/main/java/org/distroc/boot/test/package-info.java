/** Runs a recipe's test on a guest: its steps, their matchers, the outcome, and its report. */
package org.distroc.boot.test;
