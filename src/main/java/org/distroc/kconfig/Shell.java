package org.distroc.kconfig;

/** {@code $(shell,…)}: the answer of a command, remembered. */
final class Shell {
  /** The kernel's program reads this much of what a command writes. */
  private static final int MAX_ANSWER = 4095;

  private final KconfigEnvironment environment;

  Shell(KconfigEnvironment environment) {
    this.environment = environment;
  }

  /** What the command writes, as one line. */
  String answer(String command) {
    String known = environment.answers().get(command);
    if (known != null) {
      return known;
    }
    String answer = oneLine(environment.shell().run(command, environment.variables()));
    environment.answers().put(command, answer);
    return answer;
  }

  /** Without the line breaks at the end, the others turned into spaces. */
  static String oneLine(String output) {
    int end = Math.min(output.length(), MAX_ANSWER);
    while (end > 0 && output.charAt(end - 1) == '\n') {
      end--;
    }
    int zero = output.indexOf('\0');
    return output.substring(0, zero >= 0 && zero < end ? zero : end).replace('\n', ' ');
  }
}
