package org.distroc.root;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.recipe.text.Wording;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.HostFile;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.TreePath;
import org.distroc.rootfs.archive.CpioWriter;
import org.distroc.spec.RootFiles.What;

/** Everything in a folder next to the recipe. Links in it stay links and are not followed. */
final class FolderFiles {
  /** More than any root that fits into memory. */
  private static final int MOST = 1_000_000;

  private final What.From from;
  private final String path;
  private final OwnFiles.Owner owner;
  private final Span at;
  private final List<Entry> entries = new ArrayList<>();

  FolderFiles(What.From from, String path, OwnFiles.Owner owner, Span at) {
    this.from = from;
    this.path = path;
    this.owner = owner;
    this.at = at;
  }

  /** What is in the folder, sorted. */
  List<Entry> entries() throws IOException {
    Files.walkFileTree(
        from.file(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
            if (!folder.equals(from.file())) {
              add(folder, new Node.Folder(), OwnFiles.FOLDER_MODE);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            if (facts.isSymbolicLink()) {
              String target = Files.readSymbolicLink(file).toString();
              add(file, new Node.Link(target), OwnFiles.LINK_MODE);
            } else if (facts.isRegularFile()) {
              boolean program = OwnFiles.isProgram(file, LinkOption.NOFOLLOW_LINKS);
              HostFile content = new HostFile(file, facts.size());
              add(file, new Node.File(content), OwnFiles.mode(program));
            } else {
              throw refused(file, "it is a FIFO, a socket or a device");
            }
            return FileVisitResult.CONTINUE;
          }
        });
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  private void add(Path file, Node node, int mode) {
    String name = from.file().relativize(file).toString();
    String where = TreePath.below(path, name);
    Optional<String> flaw = TreePath.flaw(where);
    if (flaw.isPresent()) {
      throw refused(file, flaw.get());
    }
    if (node instanceof Node.File content && content.content().size() > CpioWriter.LARGEST) {
      throw refused(file, "it has 4 GiB or more, which an archive of the kernel cannot hold");
    }
    if (entries.size() == MOST) {
      throw refused(file, "the folder has more than " + MOST + " files");
    }
    entries.add(new Entry(where, node, mode, owner.uid(), owner.gid(), OwnFiles.origin(at)));
  }

  private Failure refused(Path file, String why) {
    String name =
        Wording.shown(from.name().replaceFirst("/$", "") + "/" + from.file().relativize(file));
    return new Failure(
        Diagnostic.error(Code.D4118, "`" + name + "` cannot be put into the root file system")
            .at(at)
            .label("has such a file in it")
            .why(why)
            .help("rename or remove it, or list the other files one by one"));
  }
}
