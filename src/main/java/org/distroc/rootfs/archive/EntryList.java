package org.distroc.rootfs.archive;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/**
 * A tree as lines of a list for the kernel's gen_init_cpio. It has no quotes, splits names at
 * blanks, and replaces {@code ${NAME}} in the names of sources by variables of the environment.
 */
public final class EntryList {
  private EntryList() {}

  /**
   * One line for each entry; a comment where the list has no words for it.
   *
   * @param location where the content of a file lies
   */
  public static String of(Tree tree, Function<Entry, String> location) {
    StringBuilder text = new StringBuilder();
    Map<String, List<String>> names = CpioWriter.names(tree);
    for (Entry entry : tree.foldersFirst()) {
      List<String> more = names.getOrDefault(entry.path(), List.of());
      String where = entry.node() instanceof Node.File ? location.apply(entry) : "";
      line(entry, where, more)
          .ifPresent(
              line -> {
                boolean can = sayable(entry, where, more);
                text.append(can ? "" : "# cannot be said here: ").append(line).append('\n');
              });
    }
    return text.toString();
  }

  private static boolean sayable(Entry entry, String location, List<String> names) {
    boolean link = entry.node() instanceof Node.Link target && !isWord(target.target());
    return isWord(entry.path())
        && (location.isEmpty() || isWord(location) && !location.contains("${"))
        && names.stream().allMatch(EntryList::isWord)
        && !link;
  }

  private static boolean isWord(String text) {
    return text.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
  }

  private static Optional<String> line(Entry entry, String location, List<String> names) {
    String path = shown(entry.path());
    String owned = String.format(Locale.ROOT, "%04o %d %d", entry.mode(), entry.uid(), entry.gid());
    Node node = entry.node();
    if (node instanceof Node.File) {
      String more = names.isEmpty() ? "" : " " + shown(String.join(" ", names));
      return Optional.of("file " + path + " " + shown(location) + " " + owned + more);
    }
    if (node instanceof Node.Folder) {
      return Optional.of("dir " + path + " " + owned);
    }
    if (node instanceof Node.Link link) {
      return Optional.of("slink " + path + " " + shown(link.target()) + " " + owned);
    }
    if (node instanceof Node.Device device) {
      String type = device.block() ? " b " : " c ";
      return Optional.of(
          "nod " + path + " " + owned + type + device.major() + " " + device.minor());
    }
    return node instanceof Node.Pipe ? Optional.of("pipe " + path + " " + owned) : Optional.empty();
  }

  private static String shown(String text) {
    return text.replace("\n", "\\n").replace("\r", "\\r");
  }
}
