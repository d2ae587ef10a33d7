package org.distroc.remotecache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;
import org.distroc.host.Sha256;

/**
 * What was uploaded to a server from here, so that not every run asks it. Servers evict, so after
 * some days it is uploaded again.
 */
final class UploadHistory {
  private static final Duration VALID = Duration.ofDays(7);

  private final Path folder;

  UploadHistory(Host host, String address) {
    String name = Sha256.of(address).substring(0, 16);
    this.folder = host.cache().folder(CacheFolder.SHARED).resolve(name);
  }

  boolean contains(String entry) {
    try {
      Instant noted = Files.getLastModifiedTime(folder.resolve(entry)).toInstant();
      return noted.isAfter(Instant.now().minus(VALID));
    } catch (IOException e) {
      // There is no note, or it is unreadable: uploading twice does no harm.
      return false;
    }
  }

  void add(String entry) {
    try {
      AtomicFiles.write(folder.resolve(entry), "");
    } catch (IOException e) {
      // The next run asks the server again.
      return;
    }
  }
}
