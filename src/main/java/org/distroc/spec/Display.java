package org.distroc.spec;

/** Where the guest's console appears. */
public enum Display {
  /** On the text screen of a VGA card; input comes from a keyboard. */
  VGA,
  /** On the first serial port. */
  SERIAL,
  /** Nowhere; the first serial port still exists and is logged. */
  NONE
}
