package org.distroc.format.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Opens tar archives, also those of container images. */
final class TarReader implements PartReader {
  @Override
  public String kind() {
    return "tar archive";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return TarFile.is(file);
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) throws IOException {
    List<Part> parts = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(file), "UTF-8")) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        int count = names.merge(e.getName(), 1, Integer::sum);
        String name = count == 1 ? e.getName() : e.getName() + " (" + count + ")";
        // The archive is in memory, so no entry is larger than that.
        parts.add(new Part(name, about(e), in.readNBytes(file.length)));
      }
    }
    return Optional.of(parts);
  }

  private static String about(TarArchiveEntry e) {
    return String.format(
        Locale.ROOT,
        "type %c, mode %o, owner %d:%d, time %d, device %d:%d, link %s",
        e.getLinkFlag(),
        e.getMode(),
        e.getLongUserId(),
        e.getLongGroupId(),
        e.getLastModifiedTime().toMillis() / 1000,
        e.getDevMajor(),
        e.getDevMinor(),
        e.getLinkName());
  }
}
