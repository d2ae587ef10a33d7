package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Command;

/**
 * The folder with the logs of a boot.
 *
 * @param folder of one test; other files in it stay
 */
public record BootLogs(Path folder) {

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
    return new BootLogs(folder.resolve("again"));
  }

  /** Creates the folder and removes files of an earlier boot that may not be overwritten. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
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
