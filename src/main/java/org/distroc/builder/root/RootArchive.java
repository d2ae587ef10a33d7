package org.distroc.builder.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Sha256;
import org.distroc.plan.ProjectLayout;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Tree;
import org.distroc.rootfs.archive.CpioWriter;
import org.distroc.rootfs.archive.EntryList;

/**
 * Packs the root file system of a project: one archive without an end, to which the Makefile adds
 * what it compiles, and the list of what is in it. Contents are streamed.
 */
public final class RootArchive {
  /** 1980-01-01, as in the Makefile: the earliest time that all archives and file systems know. */
  private static final long TIME = 315532800;

  private static final String HEAD =
      "# What is in rootfs.cpio, in the words of the kernel's gen_init_cpio. Where a source would"
          + " be,\n"
          + "# there is what brings the file.\n";

  private final Path folder;
  private final Path note;

  /**
   * The archive of a project.
   *
   * @param folder of the project
   * @param note a file for the archive's fingerprint
   */
  public RootArchive(Path folder, Path note) {
    this.folder = folder;
    this.note = note;
  }

  /**
   * Packs a tree, unless the archive in the folder is of the same one.
   *
   * @return whether it was packed
   * @throws IOException if a content cannot be read, or the folder not be written
   */
  public boolean write(Tree tree) throws IOException {
    Path archive = folder.resolve(ProjectLayout.ROOT_ARCHIVE);
    Path list = folder.resolve(ProjectLayout.ROOT_LIST);
    String fingerprint = Sha256.of(tree.fingerprint());
    String text = HEAD + EntryList.of(tree, RootArchive::source);
    if (AtomicFiles.read(note).orElse("").equals(state(fingerprint, archive))
        && Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.deleteIfExists(note);
    AtomicFiles.write(list, text);
    AtomicFiles.write(archive, out -> CpioWriter.writeEntries(tree, TIME, out));
    AtomicFiles.write(note, state(fingerprint, archive));
    return true;
  }

  /** One word for the origin of a file. */
  private static String source(Entry entry) {
    return entry.origin().replace(' ', '_');
  }

  private static String state(String fingerprint, Path archive) throws IOException {
    if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)) {
      return "none";
    }
    Map<String, Object> facts =
        Files.readAttributes(
            archive, "unix:size,ino,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return String.join(
        " ",
        fingerprint,
        facts.get("size").toString(),
        facts.get("ino").toString(),
        facts.get("lastModifiedTime").toString(),
        facts.get("ctime").toString());
  }
}
