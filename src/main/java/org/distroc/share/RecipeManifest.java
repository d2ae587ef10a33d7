package org.distroc.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.diag.Json;
import org.distroc.diag.JsonReader;
import org.distroc.host.Sha256;
import org.distroc.remotecache.OciManifest;

/**
 * A recipe as an OCI image manifest: one layer, a tar archive of the recipe and its files. {@code
 * oras pull} and its like understand it.
 *
 * @param layer SHA-256 of the archive, in hexadecimal digits
 * @param size of the archive, in bytes
 * @param recipe the path of the recipe in it
 * @param annotations all of them, that of the recipe's path included
 */
record RecipeManifest(String layer, long size, String recipe, Map<String, String> annotations) {
  static final String ARTIFACT = "application/vnd.distroc.recipe.v1";
  static final String SIGNATURE = "application/vnd.distroc.signature.v1";

  /** The largest archive, in bytes. */
  static final long LARGEST = 256L << 20;

  private static final String RECIPE = "org.distroc.recipe";

  RecipeManifest {
    annotations = new TreeMap<>(annotations);
  }

  /** The manifest of an archive. */
  static RecipeManifest of(byte[] archive, String recipe, Map<String, String> annotations) {
    Map<String, String> all = new TreeMap<>(annotations);
    all.put(RECIPE, recipe);
    return new RecipeManifest(Sha256.of(archive), archive.length, recipe, all);
  }

  /** The same manifest always has the same bytes. */
  byte[] bytes() {
    return bytes(ARTIFACT, ARTIFACT + ".tar");
  }

  byte[] bytes(String artifact, String content) {
    Map<String, Object> manifest =
        OciManifest.of(artifact, List.of(OciManifest.descriptor(content, layer, size)));
    manifest.put("annotations", annotations);
    return Json.write(manifest).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the manifest of a recipe or, with another type, of a signature.
   *
   * @throws IOException if it is something else
   */
  static RecipeManifest read(byte[] bytes, String artifact) throws IOException {
    Object read = JsonReader.read(new String(bytes, StandardCharsets.UTF_8));
    if (!(read instanceof Map<?, ?> manifest) || !artifact.equals(manifest.get("artifactType"))) {
      throw new IOException("it is not a recipe that `distroc push` put there");
    }
    if (!(manifest.get("layers") instanceof List<?> layers)
        || layers.size() != 1
        || !(layers.get(0) instanceof Map<?, ?> layer)
        || !(layer.get("size") instanceof Double size)
        || !String.valueOf(layer.get("digest")).matches("sha256:[0-9a-f]{64}")) {
      throw new IOException("its manifest does not name one archive");
    }
    if (size < 0 || size > LARGEST) {
      throw new IOException("its archive would have " + size.longValue() + " bytes");
    }
    Map<String, String> annotations = new TreeMap<>();
    if (manifest.get("annotations") instanceof Map<?, ?> all) {
      all.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
    }
    return new RecipeManifest(
        String.valueOf(layer.get("digest")).substring(7),
        size.longValue(),
        annotations.getOrDefault(RECIPE, ""),
        annotations);
  }
}
