package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  private static final FileTime OLD = FileTime.from(Instant.now().minusSeconds(120));

  @TempDir Path parent;

  private Path old(String name) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    Files.writeString(folder.resolve(".owner"), "");
    Files.writeString(folder.resolve("file"), "x");
    Files.setLastModifiedTime(folder, OLD);
    return folder;
  }

  @Test
  void removesWhatKilledProcessesLeftAndNothingElse() throws Exception {
    Path left = old("distroc-1");
    Path foreign = old("other-1");
    Path unmarked = old("distroc-2");
    Files.delete(unmarked.resolve(".owner"));
    Files.setLastModifiedTime(unmarked, OLD);
    Path young = Files.createDirectory(parent.resolve("distroc-3"));
    Files.writeString(young.resolve(".owner"), "");
    Path held = old("distroc-4");
    Path link = Files.createSymbolicLink(parent.resolve("distroc-5"), foreign);
    // fcntl(2) locks, as Java's are, of another process.
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl,sys,time\nf=open(sys.argv[1],'w')\nfcntl.lockf(f,fcntl.LOCK_EX)\n"
                    + "print('held',flush=True)\ntime.sleep(60)",
                held.resolve(".owner").toString())
            .start();
    try {
      assertEquals('h', holder.getInputStream().read());
      Path mine;
      try (ScratchFolder scratch = ScratchFolder.create(parent)) {
        mine = scratch.path();
        assertEquals(
            "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mine)));
        Files.writeString(mine.resolve("x"), "x");
        Files.setLastModifiedTime(mine, OLD);
        try (ScratchFolder second = ScratchFolder.create(parent)) {
          assertTrue(Files.exists(mine) && Files.exists(second.path()));
        }
      }
      assertFalse(Files.exists(mine));
      assertFalse(Files.exists(left));
      for (Path kept : new Path[] {foreign, unmarked, young, held, link}) {
        assertTrue(Files.exists(kept), kept::toString);
      }
    } finally {
      holder.destroyForcibly();
    }
  }
}
