package org.distroc.builder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.distroc.diag.Failure;
import org.distroc.host.Host;

/**
 * Runs steps that read and write the build folder and the cache, and turns an {@code IOException}
 * into a failure that names which of the two it was.
 */
final class IoErrorMapper {
  private final Host host;
  private final ProjectFolder folder;
  private final DiskFull disks;

  /**
   * For a build folder.
   *
   * @param needed estimated size in bytes of a kernel's object files
   */
  IoErrorMapper(Host host, ProjectFolder folder, LongSupplier needed) {
    this.host = host;
    this.folder = folder;
    this.disks = new DiskFull(host, folder.root(), needed);
  }

  /** A step that does I/O. */
  interface Step<T> {
    T run() throws IOException;
  }

  <T> T run(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw denied(e);
    } catch (Failure failure) {
      throw disks.explain(failure);
    }
  }

  private Failure denied(IOException e) {
    return disks
        .explain(e)
        .orElseGet(() -> inCache(e) ? host.cache().unusable(e) : folder.cannotWrite(e));
  }

  private boolean inCache(IOException e) {
    return e instanceof FileSystemException at
        && at.getFile() != null
        && Path.of(at.getFile()).startsWith(host.cacheFolder())
        && !host.cacheFolder().startsWith(folder.root());
  }
}
