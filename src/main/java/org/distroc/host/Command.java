package org.distroc.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A command to be run: an argument vector, never a line for a shell.
 *
 * @param words the tool and its arguments
 * @param folder where it runs; the host's current folder if absent
 * @param environment variables beyond the few that every command gets (PATH, HOME, TMPDIR, LC_ALL
 *     and TZ); everything else of distroc's own environment is withheld
 * @param limit how long it may take before its whole process tree is killed
 * @param log a file that its output is appended to
 * @param input a file that it reads as standard input; nothing if absent
 * @param lines called with each line of output and of errors as it comes, from other threads
 * @param mark a file that is made once the command has ended by itself, also after SIGTERM and even
 *     if distroc dies; never when it was killed. It is newer than everything that the command wrote
 * @param confinement what it needs of the host; without one, it sees all of it
 * @param launcher words of a tool that starts it, which are not confined
 */
public record Command(
    List<String> words,
    Optional<Path> folder,
    Map<String, String> environment,
    Duration limit,
    Optional<Path> log,
    Optional<Path> input,
    Optional<Consumer<String>> lines,
    Optional<Path> mark,
    Optional<Confinement> confinement,
    List<String> launcher) {

  /** Copies the collections. */
  public Command {
    words = List.copyOf(words);
    launcher = List.copyOf(launcher);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(limit);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs a tool");
    }
  }

  /** A command that may take an hour. */
  public static Command of(List<String> words) {
    return new Command(
        words,
        Optional.empty(),
        Map.of(),
        Duration.ofHours(1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** A command that may take an hour. */
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /** A copy with other words. */
  Command words(List<String> others) {
    return copy(others, folder, environment, limit, log, input, lines, mark);
  }

  private Command copy(
      List<String> others,
      Optional<Path> where,
      Map<String, String> variables,
      Duration time,
      Optional<Path> output,
      Optional<Path> standardInput,
      Optional<Consumer<String>> listener,
      Optional<Path> end) {
    return new Command(
        others,
        where,
        variables,
        time,
        output,
        standardInput,
        listener,
        end,
        confinement,
        launcher);
  }

  /** A copy in another folder. */
  public Command in(Path where) {
    return copy(words, Optional.of(where), environment, limit, log, input, lines, mark);
  }

  /** A copy with another variable. */
  public Command with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  /** A copy with more variables. */
  public Command with(Map<String, String> variables) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return copy(words, folder, more, limit, log, input, lines, mark);
  }

  /** A copy with another time limit. */
  public Command limit(Duration time) {
    return copy(words, folder, environment, time, log, input, lines, mark);
  }

  /** A copy with its output appended to a file. */
  public Command log(Path file) {
    return copy(words, folder, environment, limit, Optional.of(file), input, lines, mark);
  }

  /** A copy at the lowest priority. */
  public Command whenIdle() {
    List<String> niced = new ArrayList<>(List.of("nice", "-n", "19"));
    niced.addAll(words);
    return words(niced);
  }

  /** A copy with a file as standard input. */
  public Command input(Path file) {
    return copy(words, folder, environment, limit, log, Optional.of(file), lines, mark);
  }

  /** A copy that passes each line of output to a listener, which must be quick. */
  public Command lines(Consumer<String> listener) {
    return copy(words, folder, environment, limit, log, input, Optional.of(listener), mark);
  }

  /** A copy with a file that marks its end. */
  public Command mark(Path file) {
    return copy(words, folder, environment, limit, log, input, lines, Optional.of(file));
  }

  /** A copy that sees of the host only this, where a sandbox works. */
  public Command confined(Confinement needs) {
    return new Command(
        words, folder, environment, limit, log, input, lines, mark, Optional.of(needs), launcher);
  }

  /** A copy that can also change a file or folder, if it is confined. */
  public Command writing(Path path) {
    return confinement.map(needs -> confined(needs.writing(path))).orElse(this);
  }

  /** A copy that a tool starts which is not confined. */
  public Command startedBy(List<String> tool) {
    return new Command(
        words, folder, environment, limit, log, input, lines, mark, confinement, tool);
  }

  /** The words quoted for a POSIX shell: for messages, never for running. */
  public String line() {
    return words.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
