package org.distroc.init;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is done before the services start.
 *
 * @param condition skips it unless it holds
 * @param otherwise what follows if it fails
 */
public record Step(Action action, Optional<Condition> condition, Ending otherwise, Place place) {

  /** A step without a condition, whose failure ends the system. */
  public static Step of(Action action, Place place) {
    return new Step(action, Optional.empty(), Ending.POWEROFF, place);
  }

  /** When a step is done. */
  public record Condition(Test test, String path) {}

  /** What a condition asks of a path. */
  public enum Test {
    /** It exists. */
    EXISTS,
    /** It does not exist. */
    MISSING,
    /** It is a disk that starts with zeros. */
    BLANK
  }

  /** What a step does. */
  public sealed interface Action {
    /** Makes a folder if it is missing, and mounts a file system there. */
    record Mount(String at, String device, String type, List<String> options) implements Action {
      /** Copies the list. */
      public Mount {
        options = List.copyOf(options);
      }
    }

    /** Names the machine. */
    record Hostname(String name) implements Action {}

    /** Changes a kernel setting, by its name with dots. */
    record Setting(String name, String value) implements Action {
      /** The file that has it. */
      public String path() {
        return "/proc/sys/" + (name.indexOf('/') < 0 ? name.replace('.', '/') : name);
      }
    }

    /**
     * Configures a network interface.
     *
     * @param address with the length of the prefix; empty if it has none of its own or gets it by
     *     DHCP
     */
    record Interface(String name, boolean dhcp, Optional<String> address, Optional<String> gateway)
        implements Action {}

    /** Waits for something. */
    record Await(Awaited awaited) implements Action {}

    /** Runs a program to its end. */
    record Run(Launch launch, Duration within) implements Action {}
  }
}
