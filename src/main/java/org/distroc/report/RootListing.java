package org.distroc.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/** The list of a root file system: what is at each path, whose it is, and what brings it. */
public final class RootListing {
  private RootListing() {}

  /** One line for each path, in columns. */
  public static String text(Tree tree) {
    List<String[]> rows = new ArrayList<>();
    int path = 0;
    int owner = 0;
    int size = 0;
    for (Entry entry : tree.entries()) {
      String[] row = {mode(entry), entry.uid() + ":" + entry.gid(), size(entry), name(entry)};
      owner = Math.max(owner, row[1].length());
      size = Math.max(size, row[2].length());
      path = Math.max(path, Math.min(48, row[3].length()));
      rows.add(row);
    }
    StringBuilder text = new StringBuilder();
    int at = 0;
    String format =
        "%s  %-" + owner + "s  %" + Math.max(1, size) + "s  %-" + Math.max(1, path) + "s  %s%n";
    for (Entry entry : tree.entries()) {
      String[] row = rows.get(at++);
      text.append(
          String.format(Locale.ROOT, format, row[0], row[1], row[2], row[3], entry.origin()));
    }
    return text.append(tree.entries().size() + " paths, " + tree.bytes() + " bytes").toString();
  }

  private static String mode(Entry entry) {
    return kind(entry.node()) + String.format(Locale.ROOT, "%04o", entry.mode());
  }

  /** A letter, as {@code ls} writes it; {@code h} is a hard link. */
  private static char kind(Node node) {
    if (node instanceof Node.File) {
      return '-';
    }
    if (node instanceof Node.Folder) {
      return 'd';
    }
    if (node instanceof Node.Device device) {
      return device.block() ? 'b' : 'c';
    }
    return node instanceof Node.Pipe ? 'p' : node instanceof Node.Link ? 'l' : 'h';
  }

  private static String size(Entry entry) {
    if (entry.node() instanceof Node.File file) {
      return file.content() instanceof BuiltFile ? "built" : Long.toString(file.content().size());
    }
    return entry.node() instanceof Node.Device device ? device.major() + "," + device.minor() : "-";
  }

  private static String name(Entry entry) {
    String target =
        entry.node() instanceof Node.Link link
            ? " -> " + link.target()
            : entry.node() instanceof Node.HardLink link ? " = " + link.path() : "";
    return entry.path() + target;
  }

  /** The same for programs. */
  public static List<Map<String, Object>> values(Tree tree) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (Entry entry : tree.entries()) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("path", entry.path());
      value.put("kind", word(entry.node()));
      value.put("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
      value.put("uid", entry.uid());
      value.put("gid", entry.gid());
      if (entry.node() instanceof Node.File file && !(file.content() instanceof BuiltFile)) {
        value.put("bytes", file.content().size());
      } else if (entry.node() instanceof Node.Link link) {
        value.put("target", link.target());
      } else if (entry.node() instanceof Node.HardLink link) {
        value.put("target", link.path());
      } else if (entry.node() instanceof Node.Device device) {
        value.put("major", device.major());
        value.put("minor", device.minor());
      }
      value.put("from", entry.origin());
      values.add(value);
    }
    return values;
  }

  private static String word(Node node) {
    return switch (kind(node)) {
      case '-' -> "file";
      case 'd' -> "folder";
      case 'b' -> "block device";
      case 'c' -> "character device";
      case 'p' -> "pipe";
      case 'l' -> "link";
      default -> "hard link";
    };
  }
}
