/** Results as text, SVG, JUnit XML and TAP; knows neither the command line nor the terminal. */
package org.distroc.report;
