package org.distroc.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.distroc.diag.Span;
import org.distroc.rootfs.Content;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.HostFile;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;
import org.distroc.rootfs.TextContent;
import org.distroc.spec.RootFiles;
import org.distroc.spec.RootFiles.What;

/** The files that a recipe writes: texts, files and folders next to it, links, devices, pipes. */
final class OwnFiles implements Source {
  static final int LINK_MODE = 0777;
  static final int FOLDER_MODE = 0755;
  private static final int DEVICE_MODE = 0600;
  private static final int FILE_MODE = 0644;
  private static final int PROGRAM_MODE = 0755;

  private final List<RootFiles.RootFile> files;
  private final Accounts accounts;
  private final Function<String, Span> places;

  /**
   * The files of a recipe.
   *
   * @param places where the recipe lists each path
   */
  OwnFiles(List<RootFiles.RootFile> files, Accounts accounts, Function<String, Span> places) {
    this.files = files;
    this.accounts = accounts;
    this.places = places;
  }

  /** The paths that the recipe removes. */
  List<String> removed() {
    return files.stream()
        .filter(file -> file.what() instanceof What.Nothing)
        .map(RootFiles.RootFile::path)
        .toList();
  }

  @Override
  public Layer layer() {
    return Layer.FILES;
  }

  @Override
  public String key() {
    return "rootfs.files";
  }

  @Override
  public List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (RootFiles.RootFile file : files) {
      Owner owner = owner(file);
      Span at = places.apply(file.path());
      if (file.what() instanceof What.From from && from.folder()) {
        if (!from.optional() || Files.exists(from.file())) {
          entries.add(entry(file, new Node.Folder(), FOLDER_MODE, owner, at));
          entries.addAll(new FolderFiles(from, file.path(), owner, at).entries());
        }
      } else if (file.what() instanceof What.From from) {
        add(entries, file, from, owner, at);
      } else if (!(file.what() instanceof What.Nothing)) {
        entries.add(entry(file, node(file.what()), usual(file.what()), owner, at));
      }
    }
    return entries;
  }

  /** Who owns something, by numbers. */
  record Owner(int uid, int gid) {}

  private Owner owner(RootFiles.RootFile file) {
    if (file.owner().isEmpty()) {
      return new Owner(0, 0);
    }
    String[] parts = file.owner().get().split(":");
    int uid = accounts.uid(parts[0]).orElseThrow();
    return new Owner(
        uid, parts.length > 1 ? accounts.gid(parts[1]).orElseThrow() : accounts.gidOf(parts[0]));
  }

  private static void add(
      List<Entry> entries, RootFiles.RootFile file, What.From from, Owner owner, Span at)
      throws IOException {
    try {
      Content content = HostFile.of(from.file());
      int mode = isProgram(from.file()) ? PROGRAM_MODE : FILE_MODE;
      entries.add(entry(file, new Node.File(content), mode, owner, at));
    } catch (NoSuchFileException e) {
      if (!from.optional()) {
        throw e;
      }
    }
  }

  /** Whether its owner can execute it: the one permission that git and archives keep. */
  static boolean isProgram(Path file, LinkOption... options) throws IOException {
    return ((Integer) Files.getAttribute(file, "unix:mode", options) & 0100) != 0;
  }

  /** The mode of a file that the recipe does not set. */
  static int mode(boolean program) {
    return program ? PROGRAM_MODE : FILE_MODE;
  }

  private static Entry entry(RootFiles.RootFile file, Node node, int usual, Owner owner, Span at) {
    int mode = file.mode().orElse(usual);
    return new Entry(file.path(), node, mode, owner.uid(), owner.gid(), origin(at));
  }

  /** The line of a recipe, as the list of a tree shows it. */
  static String origin(Span at) {
    return Path.of(at.file()).getFileName() + ":" + at.line();
  }

  private static Node node(What what) {
    if (what instanceof What.Text text) {
      return new Node.File(new TextContent(text.text()));
    }
    if (what instanceof What.Link link) {
      return new Node.Link(link.target());
    }
    if (what instanceof What.HardLink link) {
      return new Node.HardLink(link.path());
    }
    if (what instanceof What.Device device) {
      return new Node.Device(device.block(), device.major(), device.minor());
    }
    return what instanceof What.Pipe ? new Node.Pipe() : new Node.Folder();
  }

  private static int usual(What what) {
    if (what instanceof What.Link) {
      return LINK_MODE;
    }
    if (what instanceof What.Device) {
      return DEVICE_MODE;
    }
    return what instanceof What.Folder
        ? FOLDER_MODE
        : what instanceof What.Text text && text.text().startsWith("#!") ? PROGRAM_MODE : FILE_MODE;
  }
}
