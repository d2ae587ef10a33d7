package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jobserver of a GNU make that started distroc: tokens that all processes under that make
 * share, so that together they run no more jobs than its -j. It is named in MAKEFLAGS, as a named
 * pipe or by two file descriptors. Java passes no descriptors to child processes, but on Linux they
 * can be reopened under {@code /proc}.
 */
public final class JobServer {
  /**
   * In place of a number of jobs: as many as the parent's jobserver lends, or one per processor.
   */
  public static final int JOIN = 0;

  private static final Pattern AUTH =
      Pattern.compile("--jobserver-(?:auth|fds)=(?:fifo:(/\\S+)|(\\d{1,6}),(\\d{1,6}))");

  private static final Pattern LIMIT = Pattern.compile("-j\\d{1,6}");

  /** The arguments after the script's name are the pipes and the command, not shell text. */
  private static final String REOPEN = "in=$1 out=$2; shift 2; exec \"$@\" 8<\"$in\" 9>\"$out\"";

  private final String flags;
  private final Optional<Path> pipe;
  private final List<String> reopened;

  private JobServer(String flags, Optional<Path> pipe, List<String> reopened) {
    this.flags = flags;
    this.pipe = pipe;
    this.reopened = reopened;
  }

  /**
   * The jobserver of this process, if it may use one. Unless the recipe line starts with {@code +},
   * make names its jobserver in MAKEFLAGS but closes the descriptors.
   */
  static Optional<JobServer> of(Host host) {
    Path process = Path.of("/proc/" + ProcessHandle.current().pid());
    return of(host.variable("MAKEFLAGS").orElse(""), process);
  }

  static Optional<JobServer> of(String makeFlags, Path process) {
    // The rest are variables of its command line.
    List<String> words = Arrays.asList(makeFlags.split("(^| )-- ")[0].split(" "));
    String limit = words.stream().filter(w -> LIMIT.matcher(w).matches()).findFirst().orElse("-j");
    return words.stream()
        .map(AUTH::matcher)
        .filter(Matcher::matches)
        .reduce((before, last) -> last)
        .flatMap(auth -> of(auth, limit, process.resolve("fd")));
  }

  private static Optional<JobServer> of(Matcher auth, String limit, Path descriptors) {
    if (auth.group(1) != null) {
      Path pipe = Path.of(auth.group(1));
      return Files.isWritable(pipe)
          ? Optional.of(new JobServer(limit + " " + auth.group(), Optional.of(pipe), List.of()))
          : Optional.empty();
    }
    Path in = descriptors.resolve(auth.group(2));
    Path out = descriptors.resolve(auth.group(3));
    return isPipe(in) && isPipe(out)
        ? Optional.of(
            new JobServer(
                limit + " --jobserver-auth=8,9",
                Optional.empty(),
                List.of(in.toString(), out.toString())))
        : Optional.empty();
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      // It is closed.
      return false;
    }
  }

  /** The processors of this machine. */
  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** A copy of a make command that takes its jobs from the server. */
  public Command join(Command make) {
    Command joined = make.with("MAKEFLAGS", flags);
    if (pipe.isPresent()) {
      return joined.writing(pipe.get());
    }
    List<String> opener = new ArrayList<>(List.of("sh", "-c", REOPEN, "distroc"));
    opener.addAll(reopened);
    return joined.startedBy(opener);
  }
}
