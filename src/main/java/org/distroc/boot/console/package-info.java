/** The text of a guest's serial port and VGA screen, searching it, and typing on the keyboard. */
package org.distroc.boot.console;
