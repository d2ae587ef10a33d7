package org.distroc.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processes known by a variable of their environment. It is inherited, so it also finds those that
 * have left the session and the parent they were started in.
 */
public final class MarkedProcesses {
  private MarkedProcesses() {}

  /** Kills every process with a variable that starts like this: {@code NAME=value}. */
  public static void kill(String start) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (isMarked(process, start)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    } catch (IOException e) {
      // Without /proc nothing is found.
      return;
    }
  }

  private static boolean isMarked(Path process, String start) {
    try {
      // A NUL ends each variable; the first begins the file.
      String all = "\0" + BoundedFiles.latin1(process.resolve("environ"), BoundedFiles.NOTE);
      return all.contains("\0" + start);
    } catch (IOException e) {
      // It has ended, or belongs to another user.
      return false;
    }
  }
}
