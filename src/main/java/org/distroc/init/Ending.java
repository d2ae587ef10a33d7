package org.distroc.init;

/** What follows a failure, the end of a service, or a signal to process 1. */
public enum Ending {
  /** The system ends, and the machine is switched off. */
  POWEROFF,
  /** The system ends and starts again. */
  REBOOT,
  /** The system ends, and the machine stays on. */
  HALT,
  /** A shell on the console; afterwards things go on. */
  SHELL,
  /** Nothing. */
  IGNORE
}
