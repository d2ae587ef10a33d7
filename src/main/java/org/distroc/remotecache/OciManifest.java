package org.distroc.remotecache;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.host.Sha256;

/** An OCI image manifest of an artifact, by the OCI image specification 1.1. */
public final class OciManifest {
  static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** The configuration that every manifest must have; of an artifact it is an empty object. */
  static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

  private OciManifest() {}

  /**
   * The members of a manifest; the caller may add annotations.
   *
   * @param artifact its type
   * @param layers a {@link #descriptor} for each
   */
  public static Map<String, Object> of(String artifact, List<Map<String, Object>> layers) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", TYPE);
    manifest.put("artifactType", artifact);
    manifest.put("config", descriptor(EMPTY_TYPE, Sha256.of(EMPTY), EMPTY.length));
    manifest.put("layers", layers);
    return manifest;
  }

  /**
   * What names a blob.
   *
   * @param digest SHA-256, in hexadecimal digits
   * @param size in bytes
   */
  public static Map<String, Object> descriptor(String type, String digest, long size) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", type);
    descriptor.put("digest", "sha256:" + digest);
    descriptor.put("size", size);
    return descriptor;
  }
}
