package org.distroc.diff;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.distroc.host.Command;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;

/**
 * Unpacks the files of a commit as git stores them. {@code git archive} would convert them by
 * filters that the commit and the configuration name.
 */
final class GitTree {
  /** The most files. */
  private static final int MOST = 20_000;

  /** The most bytes of all files. */
  private static final long LARGEST = 256L << 20;

  /** A list of 20,000 files with names of some hundred bytes. */
  private static final int LIST = 8 << 20;

  private static final String LINK = "120000";
  private static final String PROGRAM = "100755";

  private record Blob(String mode, String id, long size, String path) {}

  private final ProcessRunner runner;
  private final Function<List<String>, Command> git;

  /**
   * A repository.
   *
   * @param git the command of some arguments of git
   */
  GitTree(ProcessRunner runner, Function<List<String>, Command> git) {
    this.runner = runner;
    this.git = git;
  }

  /**
   * Unpacks a commit: all of a small repository, of a larger one only a folder.
   *
   * @param folder with the recipe, from the top of the repository
   * @param target of the top of the repository; created
   * @throws IOException if even the folder is too large
   */
  void unpack(String commit, Path folder, Path target) throws IOException {
    List<Blob> blobs = list(List.of("ls-tree", "-r", "-z", "-l", "--full-tree", commit));
    if (blobs == null && !folder.toString().isEmpty()) {
      blobs = list(List.of("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", folder + "/"));
    }
    if (blobs == null) {
      throw new FileSystemException(
          folder.toString(), null, "has more than " + MOST + " files or 256 MiB in this revision");
    }
    Files.createDirectories(target);
    Path wanted = target.resolveSibling("wanted");
    StringBuilder ids = new StringBuilder();
    blobs.forEach(blob -> ids.append(blob.id).append('\n'));
    Files.writeString(wanted, ids);
    write(blobs, target, git.apply(List.of("cat-file", "--batch")).input(wanted));
  }

  /** The files of a commit; null if they are too many, or too large. */
  private List<Blob> list(List<String> words) throws IOException {
    byte[] output;
    try (Running running = runner.start(git.apply(words))) {
      output = running.stdout().readNBytes(LIST + 1);
    }
    List<Blob> blobs = new ArrayList<>();
    long bytes = 0;
    for (String line : new String(output, StandardCharsets.UTF_8).split("\0")) {
      int tab = line.indexOf('\t');
      String[] facts = tab < 0 ? new String[0] : line.substring(0, tab).trim().split(" +");
      if (facts.length == 4 && facts[1].equals("blob") && facts[3].matches("[0-9]{1,12}")) {
        long size = Long.parseLong(facts[3]);
        blobs.add(new Blob(facts[0], facts[2], size, line.substring(tab + 1)));
        bytes += size;
      }
    }
    return output.length > LIST || blobs.size() > MOST || bytes > LARGEST ? null : blobs;
  }

  /** Links come last: no file is written through one. */
  private void write(List<Blob> blobs, Path target, Command command) throws IOException {
    List<Blob> links = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    try (Running running = runner.start(command);
        DataInputStream in = new DataInputStream(running.stdout())) {
      for (Blob blob : blobs) {
        byte[] content = content(blob, in);
        if (blob.mode.equals(LINK)) {
          links.add(blob);
          targets.add(new String(content, StandardCharsets.UTF_8));
        } else {
          Path file = place(target, blob);
          Files.createDirectories(file.getParent());
          Files.write(file, content);
          if (blob.mode.equals(PROGRAM) && !file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + blob.path + " executable");
          }
        }
      }
    }
    for (int i = 0; i < links.size(); i++) {
      Path link = place(target, links.get(i));
      Files.createDirectories(link.getParent());
      if (!link.getParent().toRealPath().startsWith(target.toRealPath())) {
        throw new FileSystemException(links.get(i).path, null, "is behind a link");
      }
      Files.createSymbolicLink(link, Path.of(targets.get(i)));
    }
  }

  /** A hostile commit may name files outside. */
  private static Path place(Path target, Blob blob) throws IOException {
    Path place = target.resolve(blob.path).normalize();
    if (!place.startsWith(target) || place.equals(target)) {
      throw new FileSystemException(blob.path, null, "is outside the repository");
    }
    return place;
  }

  private static byte[] content(Blob blob, DataInputStream in) throws IOException {
    String head = line(in);
    if (!head.equals(blob.id + " blob " + blob.size)) {
      throw new IOException("git does not have " + blob.path + ": " + head);
    }
    byte[] content = new byte[(int) blob.size];
    in.readFully(content);
    if (in.read() != '\n') {
      throw new IOException("git did not end " + blob.path);
    }
    return content;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 200; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
