package org.distroc.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.distroc.recipe.text.Wording;
import org.distroc.report.Plurals;
import org.distroc.verify.MemberChange;

/**
 * What differs between two images, or two other outputs of builds.
 *
 * @param before the first file, as the user named it
 * @param after the second file
 * @param members the parts that differ
 */
record ImageDiff(String before, String after, List<MemberChange> members) implements Changes {
  /** More lines are left out, unless all are asked for. */
  private static final int MOST = 40;

  /** Copies the list. */
  ImageDiff {
    members = List.copyOf(members);
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  public String summary() {
    return isEmpty()
        ? "no differences: " + before + " and " + after
        : before + " -> " + after + ": " + Plurals.count(members.size(), "part") + " differ";
  }

  @Override
  public List<String> lines(boolean all) {
    List<String> lines = new ArrayList<>();
    for (MemberChange change : members.subList(0, all ? members.size() : least())) {
      lines.add(line(change));
    }
    if (!all && members.size() > MOST) {
      lines.add("and " + (members.size() - MOST) + " more (`--all` lists them)");
    }
    return lines;
  }

  private int least() {
    return Math.min(MOST, members.size());
  }

  private static String line(MemberChange change) {
    String path = change.path().isEmpty() ? "(the whole file)" : String.join(" > ", change.path());
    String shown = Wording.shown(path);
    return switch (change.kind()) {
      case "added" -> "+ " + shown + "   " + FileChange.bytes(change.after().getAsLong());
      case "removed" -> "- " + shown + "   " + FileChange.bytes(change.before().getAsLong());
      default -> "~ " + shown + "   " + sizes(change) + Wording.shown(change.what());
    };
  }

  private static String sizes(MemberChange change) {
    long before = change.before().getAsLong();
    long after = change.after().getAsLong();
    return before == after ? "" : before + " -> " + after + " bytes; ";
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("members", members.stream().map(ImageDiff::member).toList());
    return map;
  }

  private static Map<String, Object> member(MemberChange change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", change.path());
    map.put("change", change.kind());
    map.put("before", size(change.before()));
    map.put("after", size(change.after()));
    map.put("what", change.what());
    return map;
  }

  private static Object size(OptionalLong size) {
    return size.isPresent() ? size.getAsLong() : null;
  }
}
