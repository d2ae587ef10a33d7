package org.distroc.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.distroc.elf.ElfParts;
import org.distroc.format.Part;

/** Lists all parts in which two files differ: members of archives, kernels in images. */
public final class MemberComparison {
  /** No output has archives nested deeper than this. */
  private static final int DEEPEST = 8;

  /** All parts that are looked into have at most so many bytes, however much a file unpacks to. */
  private static final long MOST_BYTES = 2L << 30;

  private final List<MemberChange> changes = new ArrayList<>();
  private long opened;

  private MemberComparison() {}

  /** What differs between two files, in the order of the first; nothing if they are the same. */
  public static List<MemberChange> of(byte[] one, byte[] other) {
    MemberComparison comparison = new MemberComparison();
    comparison.compare(List.of(), one, other);
    return List.copyOf(comparison.changes);
  }

  /** A word for the kind of a file, such as {@code archive}; empty if it is not known. */
  public static String kind(byte[] file) {
    return Parts.kind(file);
  }

  private void compare(List<String> path, byte[] one, byte[] other) {
    if (Arrays.equals(one, other)) {
      return;
    }
    Optional<List<Part>> parts = parts(path, one);
    Optional<List<Part>> others = parts.isEmpty() ? Optional.empty() : parts(path, other);
    int before = changes.size();
    if (others.isPresent()) {
      Map<String, Part> second = byName(others.get());
      compare(path, parts.get(), second, false);
      boolean within = changes.size() > before;
      if (!within) {
        compare(path, parts.get(), second, true);
      }
    }
    if (changes.size() == before) {
      changes.add(changed(path, one, other, first(path, one, other)));
    }
  }

  /** Parts that only hold the others together mostly differ because those do. */
  private void compare(
      List<String> path, List<Part> parts, Map<String, Part> others, boolean frames) {
    for (Part part : parts) {
      if (part.frame() == frames) {
        List<String> at = below(path, part.name());
        Part other = others.get(part.name());
        if (other == null) {
          changes.add(new MemberChange(at, size(part), OptionalLong.empty(), ""));
        } else {
          compare(at, part, other);
        }
      }
    }
    Map<String, Part> known = byName(parts);
    for (Part other : others.values()) {
      if (other.frame() == frames && !known.containsKey(other.name())) {
        List<String> at = below(path, other.name());
        changes.add(new MemberChange(at, OptionalLong.empty(), size(other), ""));
      }
    }
  }

  private void compare(List<String> path, Part one, Part other) {
    int before = changes.size();
    compare(path, one.content(), other.content());
    if (changes.size() == before && !one.about().equals(other.about())) {
      changes.add(
          changed(path, one.content(), other.content(), one.about() + " vs. " + other.about()));
    }
  }

  private static MemberChange changed(List<String> path, byte[] one, byte[] other, String what) {
    return new MemberChange(path, OptionalLong.of(one.length), OptionalLong.of(other.length), what);
  }

  private static OptionalLong size(Part part) {
    return OptionalLong.of(part.content().length);
  }

  /** Programs are not taken apart: each of their sections differs a little. */
  private Optional<List<Part>> parts(List<String> path, byte[] file) {
    if (ElfParts.isElf(file) || path.size() >= DEEPEST || opened > MOST_BYTES) {
      return Optional.empty();
    }
    Optional<List<Part>> parts = Parts.of(file);
    for (Part part : parts.orElse(List.of())) {
      opened += part.content().length;
    }
    return parts;
  }

  private static Map<String, Part> byName(List<Part> parts) {
    Map<String, Part> byName = new LinkedHashMap<>();
    parts.forEach(part -> byName.putIfAbsent(part.name(), part));
    return byName;
  }

  private static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }

  private static String first(List<String> path, byte[] one, byte[] other) {
    String name = path.isEmpty() ? "file" : path.get(path.size() - 1);
    return FileComparison.first(name, one, other)
        .map(
            difference ->
                new Difference(
                        difference.path().subList(1, difference.path().size()), difference.what())
                    .line()
                    .replaceFirst("^: ", ""))
        .orElse("");
  }
}
