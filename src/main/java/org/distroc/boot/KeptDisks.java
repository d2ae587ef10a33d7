package org.distroc.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.IoErrors;
import org.distroc.plan.DataDisks;
import org.distroc.plan.Machine;
import org.distroc.plan.ProjectLayout;

/** The data disks of a machine as files of its build folder, which keep what guests write. */
public final class KeptDisks {
  private KeptDisks() {}

  /**
   * The machine with such disks. A missing file is made, with a size but without content; one that
   * is smaller than the recipe says grows.
   *
   * @throws Failure D8005 if a file cannot be made, or is no plain file
   */
  public static Machine prepare(Machine machine, Path build, Consumer<String> say) {
    if (machine.disks().sizes().isEmpty()) {
      return machine;
    }
    Path folder = build.resolve(ProjectLayout.DISKS);
    DataDisks disks = new DataDisks(machine.disks().sizes(), Optional.of(folder));
    for (Map.Entry<String, Long> disk : disks.sizes().entrySet()) {
      Path file = disks.file(disk.getKey()).orElseThrow();
      try {
        Files.createDirectories(folder);
        boolean old = Files.exists(file);
        grow(file, disk.getValue());
        if (old) {
          say.accept(
              "Disk `" + disk.getKey() + "` as it was left: delete " + file + " for a new one.");
        }
      } catch (IOException e) {
        throw new Failure(
            Diagnostic.error(Code.D8005, "cannot make the disk " + file)
                .why(IoErrors.reason(e))
                .help("remove what is in the way, or build in another folder: `-o DIR`"),
            e);
      }
    }
    return machine.with(disks);
  }

  private static void grow(Path file, long size) throws IOException {
    if (Files.isSymbolicLink(file) || Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no plain file");
    }
    try (FileChannel disk =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (disk.size() < size) {
        // What lies before the last byte takes no space.
        disk.write(ByteBuffer.allocate(1), size - 1);
      }
    }
  }
}
