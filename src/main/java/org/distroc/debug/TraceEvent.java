package org.distroc.debug;

import java.util.List;

/** Something that a process of the guest did. */
public sealed interface TraceEvent {

  /** Who did it. */
  Process process();

  /**
   * A process.
   *
   * @param number as the guest counts; 0 if it could not be found
   * @param program its name, as the kernel keeps it
   */
  record Process(int number, String program) {}

  /**
   * An argument of a system call.
   *
   * @param name of the parameter in the kernel's prototype; may be empty
   * @param type of the parameter, in plain C
   * @param value what was in the register
   * @param text the same for people: texts and bytes are read from memory; empty when it can only
   *     be read after the call
   */
  record Argument(String name, String type, long value, String text) {}

  /**
   * A system call begins.
   *
   * @param process who calls
   * @param call a number of this call, unique in a trace
   * @param name of the system call
   * @param arguments in their order
   */
  record Begun(Process process, long call, String name, List<Argument> arguments)
      implements TraceEvent {
    /** Copies the list. */
    public Begun {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A system call returns.
   *
   * @param process who called
   * @param call the number it began with
   * @param name of the system call
   * @param arguments in their order, all with their texts
   * @param result what the register holds; errors are negative
   * @param text the same for people, with the name of the error
   */
  record Returned(
      Process process, long call, String name, List<Argument> arguments, long result, String text)
      implements TraceEvent {
    /** Copies the list. */
    public Returned {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A handler of a signal is about to run.
   *
   * @param process whose it is
   * @param signal the signal's name
   */
  record Signalled(Process process, String signal) implements TraceEvent {}

  /**
   * A process ends.
   *
   * @param process which
   * @param how for people
   */
  record Ended(Process process, String how) implements TraceEvent {}
}
