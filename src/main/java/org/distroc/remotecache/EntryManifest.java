package org.distroc.remotecache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Json;
import org.distroc.diag.JsonReader;
import org.distroc.host.Sha256;

/**
 * The files of an entry as an OCI image manifest, each file a layer with its name as title: {@code
 * oras pull} and its like understand it.
 *
 * @param files in the order of the entry
 */
record EntryManifest(List<File> files) {
  /** A manifest is some hundred bytes; a server that sends more than this sends something else. */
  static final long LONGEST = 64 * 1024;

  private static final String ARTIFACT = "application/vnd.distroc.entry.v1";
  private static final String LAYER = "application/octet-stream";
  private static final String TITLE = "org.opencontainers.image.title";

  EntryManifest {
    files = List.copyOf(files);
  }

  /**
   * A file of an entry.
   *
   * @param digest SHA-256, in hexadecimal digits
   * @param size in bytes
   */
  record File(String name, String digest, long size) {
    static File of(String name, byte[] content) {
      return new File(name, Sha256.of(content), content.length);
    }

    boolean matches(byte[] content) {
      return content.length == size && Sha256.of(content).equals(digest);
    }
  }

  static EntryManifest of(Map<String, byte[]> entry) {
    List<File> files = new ArrayList<>();
    entry.forEach((name, content) -> files.add(File.of(name, content)));
    return new EntryManifest(files);
  }

  /** The same manifest always has the same bytes. */
  byte[] bytes() {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (File file : files) {
      Map<String, Object> layer = OciManifest.descriptor(LAYER, file.digest(), file.size());
      layer.put("annotations", Map.of(TITLE, file.name()));
      layers.add(layer);
    }
    return Json.write(OciManifest.of(ARTIFACT, layers)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Parses the manifest of an entry.
   *
   * @throws IOException if it is not such a manifest
   */
  static EntryManifest read(byte[] bytes) throws IOException {
    List<File> files = new ArrayList<>();
    for (Object layer : list(map(JsonReader.read(new String(bytes, StandardCharsets.UTF_8))))) {
      Map<?, ?> one = map(layer);
      String digest = String.valueOf(one.get("digest"));
      if (!digest.matches("sha256:[0-9a-f]{64}") || !(one.get("size") instanceof Double size)) {
        throw new IOException("its manifest has a file without digest or size");
      }
      String name = String.valueOf(map(one.get("annotations")).get(TITLE));
      files.add(new File(name, digest.substring(7), size.longValue()));
    }
    return new EntryManifest(files);
  }

  private static List<?> list(Map<?, ?> manifest) throws IOException {
    if (manifest.get("layers") instanceof List<?> layers) {
      return layers;
    }
    throw new IOException("its manifest lists no files");
  }

  private static Map<?, ?> map(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IOException("its manifest has an unknown format");
  }
}
