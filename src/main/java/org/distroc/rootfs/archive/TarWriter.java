package org.distroc.rootfs.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/** Writes a tree as a tar archive, with owners by number and one time for all files. */
public final class TarWriter {
  /** 1980-01-01, as in the other archives of a build. */
  private static final long TIME = 315532800_000L;

  private TarWriter() {}

  /** Writes all of a tree; contents are streamed. */
  public static void write(Tree tree, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    // A hard link comes after its file.
    for (boolean links : new boolean[] {false, true}) {
      for (Entry entry : tree.foldersFirst()) {
        if (entry.node() instanceof Node.HardLink == links) {
          add(tar, tree, entry);
        }
      }
    }
    tar.finish();
  }

  private static void add(TarArchiveOutputStream tar, Tree tree, Entry entry) throws IOException {
    TarArchiveEntry one = header(entry);
    Entry owned =
        entry.node() instanceof Node.HardLink ? tree.reached(entry.path()).orElse(entry) : entry;
    one.setMode(owned.mode());
    one.setUserId(owned.uid());
    one.setGroupId(owned.gid());
    one.setUserName("");
    one.setGroupName("");
    one.setModTime(TIME);
    if (entry.node() instanceof Node.File file) {
      one.setSize(file.content().size());
      tar.putArchiveEntry(one);
      try (InputStream in = file.content().open()) {
        in.transferTo(tar);
      }
    } else {
      tar.putArchiveEntry(one);
    }
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry header(Entry entry) {
    String name = "." + entry.path();
    Node node = entry.node();
    if (node instanceof Node.Folder) {
      return new TarArchiveEntry(name + "/");
    }
    if (node instanceof Node.Link link) {
      return linked(name, TarConstants.LF_SYMLINK, link.target());
    }
    if (node instanceof Node.HardLink link) {
      return linked(name, TarConstants.LF_LINK, "." + link.path());
    }
    if (node instanceof Node.Device device) {
      TarArchiveEntry one =
          new TarArchiveEntry(name, device.block() ? TarConstants.LF_BLK : TarConstants.LF_CHR);
      one.setDevMajor(device.major());
      one.setDevMinor(device.minor());
      return one;
    }
    return node instanceof Node.Pipe
        ? new TarArchiveEntry(name, TarConstants.LF_FIFO)
        : new TarArchiveEntry(name);
  }

  private static TarArchiveEntry linked(String name, byte type, String target) {
    TarArchiveEntry one = new TarArchiveEntry(name, type);
    one.setLinkName(target);
    return one;
  }
}
