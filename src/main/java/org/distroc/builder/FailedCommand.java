package org.distroc.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the command that failed in the output of make. Make prints each command before running it,
 * but its error only names the target: {@code make: *** [Makefile:9: init.elf] Error 1}.
 */
final class FailedCommand {
  private static final Pattern TARGET =
      Pattern.compile("^make: \\*\\*\\* \\[(?:[^\\]]*: )?([^\\]:]+)\\] Error", Pattern.MULTILINE);

  private FailedCommand() {}

  /**
   * The failed command as make printed it: the last one that contains the name of the failed
   * target.
   */
  static Optional<String> in(String output, String errors) {
    Matcher target = TARGET.matcher(errors);
    if (!target.find()) {
      return Optional.empty();
    }
    return naming(target.group(1), output).stream().reduce((before, last) -> last);
  }

  /** The commands that contain the name of a file, as make printed them. */
  static List<String> naming(String file, String output) {
    Pattern word = Pattern.compile("(?<![\\w./-])" + Pattern.quote(file) + "(?![\\w./-])");
    return commands(output).stream().filter(command -> word.matcher(command).find()).toList();
  }

  /**
   * Splits output into commands. A backslash at the end continues a line; indented lines are
   * kbuild's progress, not commands.
   */
  private static List<String> commands(String output) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : output.lines().toList()) {
      command.append(command.length() > 0 ? "\n" : "").append(line);
      if (!line.endsWith("\\")) {
        if (!Character.isWhitespace(command.length() > 0 ? command.charAt(0) : ' ')) {
          commands.add(command.toString());
        }
        command.setLength(0);
      }
    }
    return commands;
  }
}
