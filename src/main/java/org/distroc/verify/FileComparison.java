package org.distroc.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.elf.ElfParts;
import org.distroc.format.Part;

/** Compares two files, and looks into them when they differ. */
public final class FileComparison {
  /** No output has archives nested deeper than this. */
  private static final int DEEPEST = 8;

  private FileComparison() {}

  /**
   * The first difference of two files; empty if their bytes are the same.
   *
   * @param name what both are called
   */
  public static Optional<Difference> first(String name, byte[] one, byte[] other) {
    return first(name, one, other, DEEPEST);
  }

  /**
   * The file to compare another one with: one with the same bytes, or else the first of its kind.
   */
  public static Optional<String> counterpart(byte[] file, Map<String, byte[]> files) {
    String kind = Parts.kind(file);
    return files.entrySet().stream()
        .filter(other -> Arrays.equals(file, other.getValue()))
        .findFirst()
        .or(
            () ->
                files.entrySet().stream()
                    .filter(other -> !kind.isEmpty() && Parts.kind(other.getValue()).equals(kind))
                    .findFirst())
        .map(Map.Entry::getKey);
  }

  private static Optional<Difference> first(String name, byte[] one, byte[] other, int depth) {
    if (Arrays.equals(one, other)) {
      return Optional.empty();
    }
    Optional<List<Part>> parts = depth == 0 ? Optional.empty() : Parts.of(one);
    Optional<List<Part>> others = depth == 0 ? Optional.empty() : Parts.of(other);
    // The first segment of a program starts with the program's own header, and is no program.
    int left = ElfParts.isElf(one) ? 1 : depth;
    Optional<Difference> inside =
        parts.isPresent() && others.isPresent()
            ? ofParts(parts.get(), others.get(), left)
            : Optional.empty();
    return Optional.of(
        inside.map(d -> d.within(name)).orElseGet(() -> Difference.of(name, plain(one, other))));
  }

  /** Content comes first: other differences mostly follow from it. */
  private static Optional<Difference> ofParts(List<Part> parts, List<Part> others, int depth) {
    Map<String, Part> byName = new HashMap<>();
    others.forEach(part -> byName.put(part.name(), part));
    for (Part part : parts) {
      if (!byName.containsKey(part.name())) {
        return Optional.of(Difference.of(part.name(), "only in the first"));
      }
    }
    Set<String> names = parts.stream().map(Part::name).collect(Collectors.toSet());
    for (Part part : others) {
      if (!names.contains(part.name())) {
        return Optional.of(Difference.of(part.name(), "only in the second"));
      }
    }
    return ofContents(parts, byName, false, depth)
        .or(() -> ofSameContents(parts, others))
        .or(() -> ofContents(parts, byName, true, depth));
  }

  private static Optional<Difference> ofContents(
      List<Part> parts, Map<String, Part> others, boolean frame, int depth) {
    return parts.stream()
        .filter(part -> part.frame() == frame)
        .flatMap(
            part ->
                first(part.name(), part.content(), others.get(part.name()).content(), depth - 1)
                    .stream())
        .findFirst();
  }

  private static Optional<Difference> ofSameContents(List<Part> parts, List<Part> others) {
    for (int i = 0; i < parts.size(); i++) {
      String name = parts.get(i).name();
      if (!name.equals(others.get(i).name())) {
        String before = "the second has " + others.get(i).name() + " in its place";
        return Optional.of(Difference.of(name, before));
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).about().equals(others.get(i).about())) {
        String what = parts.get(i).about() + " vs. " + others.get(i).about();
        return Optional.of(Difference.of(parts.get(i).name(), what));
      }
    }
    return Optional.empty();
  }

  /** The first difference of files without parts: a line of texts, a byte of others. */
  private static String plain(byte[] one, byte[] other) {
    int at = Arrays.mismatch(one, other);
    if (isText(one) && isText(other)) {
      String before = new String(one, 0, at, StandardCharsets.ISO_8859_1);
      long line = before.chars().filter(c -> c == '\n').count() + 1;
      int start = before.lastIndexOf('\n') + 1;
      return "line " + line + ": `" + line(one, start) + "` vs. `" + line(other, start) + "`";
    }
    String place = String.format(Locale.ROOT, "byte 0x%x", at);
    return at == one.length || at == other.length
        ? one.length + " vs. " + other.length + " bytes; equal up to there"
        : String.format(
            Locale.ROOT,
            "%s: %02x vs. %02x; of %d and %d bytes",
            place,
            one[at] & 0xff,
            other[at] & 0xff,
            one.length,
            other.length);
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return bytes.length > 0;
  }

  private static String line(byte[] text, int start) {
    int end = start;
    while (end < text.length && text[end] != '\n' && end - start < 100) {
      end++;
    }
    return new String(text, Math.min(start, text.length), end - start, StandardCharsets.US_ASCII);
  }
}
