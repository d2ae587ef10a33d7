package org.distroc.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether an image contains the files that it is made from. */
public final class Contained {
  /** Larger images, in bytes, are not searched: the files would not fit into memory twice. */
  private static final long MOST = 512L << 20;

  private Contained() {}

  /**
   * What an image lacks; empty if nothing.
   *
   * @param reader of the image's format
   * @param ingredients files by name
   */
  public static Optional<String> flaw(
      PartReader reader, byte[] file, Map<String, byte[]> ingredients) {
    if (file.length > MOST) {
      return Optional.empty();
    }
    List<Part> parts;
    try {
      parts = reader.parts(file).orElse(List.of());
    } catch (IOException | RuntimeException e) {
      return Optional.of("its file system is damaged or cut off");
    }
    for (Map.Entry<String, byte[]> one : ingredients.entrySet()) {
      if (parts.stream().noneMatch(part -> Arrays.equals(part.content(), one.getValue()))) {
        return Optional.of("it does not contain " + one.getKey() + " as it was built");
      }
    }
    return Optional.empty();
  }

  /**
   * What an image lacks whose files lie in it in one piece, wherever that is; empty if nothing.
   *
   * @param ingredients files by name
   */
  public static Optional<String> anywhere(byte[] file, Map<String, byte[]> ingredients) {
    for (Map.Entry<String, byte[]> one : ingredients.entrySet()) {
      if (file.length <= MOST && !holds(file, one.getValue())) {
        return Optional.of("it does not contain " + one.getKey() + " as it was built");
      }
    }
    return Optional.empty();
  }

  /** Files begin at sectors. */
  private static boolean holds(byte[] file, byte[] content) {
    for (int at = 0; at + content.length <= file.length; at += 512) {
      if (Arrays.equals(file, at, at + content.length, content, 0, content.length)) {
        return true;
      }
    }
    return content.length == 0;
  }
}
