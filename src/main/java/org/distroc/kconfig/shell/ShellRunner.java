package org.distroc.kconfig.shell;

import java.util.Map;

/**
 * Runs the shell commands of {@code $(shell,…)} macros. The caller decides where and how, so that a
 * source tree from a stranger can be confined. Called from several threads at once.
 */
@FunctionalInterface
public interface ShellRunner {
  /**
   * Runs {@code /bin/sh -c command} in a writable scratch folder.
   *
   * @param command its bytes, one in each character
   * @param variables the environment variables to export in addition to PATH and the like
   * @return the bytes that it wrote to its standard output, one in each character; its exit status
   *     does not matter
   * @throws org.distroc.diag.Failure when no shell can be started or the command does not end
   */
  String run(String command, Map<String, String> variables);
}
