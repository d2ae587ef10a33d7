package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Command;
import org.distroc.host.PlainPaths;
import org.distroc.plan.ProjectLayout;

/**
 * The folder with the logs of a boot.
 *
 * @param project the build folder that it is in
 * @param folder of one test; other files in it stay
 */
public record BootLogs(Path project, Path folder) {
  /** Logs in a folder that the caller chose. */
  public BootLogs(Path folder) {
    this(folder, folder);
  }

  /** The logs of a boot of a project's image. */
  public static BootLogs of(Path project, String name) {
    return new BootLogs(project, project.resolve(ProjectLayout.EVIDENCE).resolve(name));
  }

  /** The raw bytes of the serial console, and the text of the screen; at most 16 MiB. */
  public Path console() {
    return folder.resolve("console.log");
  }

  /** The consoles as lines, each with its time since power-on; at most 16 MiB. */
  public Path timed() {
    return folder.resolve("console.txt");
  }

  /** QEMU's own output; at most 1 MiB. */
  public Path qemuLog() {
    return folder.resolve("qemu.log");
  }

  /** The text screen at the end. */
  public Path screen() {
    return folder.resolve("screen.txt");
  }

  /** The screen when a test failed, as a picture. */
  public Path picture() {
    return picture("screen");
  }

  /** A picture that a step asked for. */
  public Path picture(String name) {
    return folder.resolve(name + ".png");
  }

  /** A script that boots the same on one's own terminal. */
  public Path command() {
    return folder.resolve("boot.sh");
  }

  /** Of a second boot. */
  public BootLogs again() {
    return new BootLogs(project, folder.resolve("again"));
  }

  /**
   * Creates the folder and removes files of an earlier boot that may not be overwritten, and links.
   */
  public void prepare() throws IOException {
    PlainPaths.folder(Files.createDirectories(project), folder);
    for (Path file : List.of(console(), timed(), qemuLog(), command())) {
      PlainPaths.file(project, file);
    }
    for (Path old : List.of(screen(), picture())) {
      if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(old);
      }
    }
  }

  /** Writes the script that boots the same, of QEMU's arguments. */
  public void writeCommand(List<String> words) throws IOException {
    AtomicFiles.write(command(), "#!/bin/sh\nexec " + Command.of(words).line() + "\n");
  }
}
