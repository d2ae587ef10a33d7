package org.distroc.rootfs.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.distroc.rootfs.Assembler;
import org.distroc.rootfs.Content;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.HostFile;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;
import org.distroc.rootfs.TextContent;
import org.distroc.rootfs.Tree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a root: the bytes of the kernel's own tool, and what that tool cannot say. */
class CpioWriterTest {
  private static final long TIME = 315532800;

  @TempDir Path folder;

  private static Tree tree(List<Entry> entries) throws IOException {
    Source source =
        new Source() {
          @Override
          public Layer layer() {
            return Layer.FILES;
          }

          @Override
          public String key() {
            return "rootfs.files";
          }

          @Override
          public List<Entry> entries() {
            return entries;
          }
        };
    Assembler.Result result = Assembler.assemble(List.of(source), List.of());
    assertEquals(List.of(), result.conflicts());
    return result.tree();
  }

  private static Entry entry(String path, Node node, int mode) {
    return new Entry(path, node, mode, 0, 0, "test");
  }

  /** Files of all sizes around the padding, every kind, owners, modes, hard links. */
  private List<Entry> every() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int size = 0; size < 9; size++) {
      Path file = Files.writeString(folder.resolve("f" + size), "x".repeat(size));
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(TIME * 1000));
      Node node = new Node.File(HostFile.of(file));
      entries.add(new Entry("/usr/lib/" + "n".repeat(size + 1), node, 0644, size, 7 * size, "t"));
    }
    entries.add(new Entry("/usr/bin/su", entries.get(5).node(), 04755, 0, 0, "test"));
    entries.add(entry("/bin/a", new Node.HardLink("/usr/bin/su"), 0));
    entries.add(entry("/zz/b", new Node.HardLink("/usr/bin/su"), 0));
    entries.add(entry("/lib", new Node.Link("usr/lib"), 0777));
    entries.add(entry("/tmp", new Node.Folder(), 01777));
    entries.add(entry("/dev/null", new Node.Device(false, 1, 3), 0666));
    entries.add(entry("/dev/vda", new Node.Device(true, 254, 0), 0660));
    entries.add(entry("/run/pipe", new Node.Pipe(), 0600));
    entries.add(new Entry("/big", entries.get(8).node(), 0400, 2147483646, 2147483646, "test"));
    return entries;
  }

  @Test
  @Tag("kernel")
  void theBytesAreThoseOfTheKernelsTool() throws Exception {
    Tree tree = tree(every());
    Path list = folder.resolve("list");
    Files.writeString(
        list,
        EntryList.of(tree, e -> ((HostFile) ((Node.File) e.node()).content()).file().toString()));
    assertTrue(Files.readString(list).lines().noneMatch(line -> line.startsWith("#")));
    for (String kernel : System.getProperty("distroc.kernel.trees").split(File.pathSeparator)) {
      Path tool = folder.resolve("gen_init_cpio");
      run("gcc", "-O1", "-w", "-o", tool.toString(), kernel + "/usr/gen_init_cpio.c");
      byte[] expected = run(tool.toString(), "-t", "" + TIME, list.toString());
      assertArrayEquals(expected, archive(tree), kernel);
    }
  }

  private static byte[] archive(Tree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(CpioWriter.write(tree, TIME, out), out.size());
    return out.toByteArray();
  }

  private static byte[] run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] out = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    return out;
  }

  @Test
  void namesMayBeWhatTheListCannotSay() throws IOException {
    List<String> names = List.of("/a b", "/${HOME}", "/#x", "/ä", "/'\"\\", "/t rail");
    List<Entry> entries = new ArrayList<>();
    names.forEach(name -> entries.add(entry(name, new Node.File(new TextContent(name)), 0644)));
    Tree tree = tree(entries);
    Map<String, String> read = new TreeMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive(tree)), "UTF-8")) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        read.put("/" + e.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    names.forEach(name -> assertEquals(name, read.get(name)));
    String list = EntryList.of(tree, e -> "source");
    assertTrue(list.contains("# cannot be said here: file /a b "), list);
  }

  /** A file of which only the size is real, and that does not fit into memory. */
  private record Large(long size) implements Content {
    @Override
    public String identity() {
      return "large";
    }

    @Override
    public InputStream open() {
      return new InputStream() {
        private long left = size;

        @Override
        public int read() {
          return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int at, int length) {
          int count = (int) Math.min(length, left);
          left -= count;
          return count == 0 ? -1 : count;
        }
      };
    }
  }

  @Test
  void twoGigabytesAreStreamed() throws IOException {
    Tree tree = tree(List.of(entry("/data", new Node.File(new Large(2L << 30)), 0644)));
    long written = CpioWriter.write(tree, TIME, OutputStream.nullOutputStream());
    assertTrue(written > 2L << 30);
  }

  @Test
  void aFileOfFourGibibytesIsRefused() throws IOException {
    Tree tree = tree(List.of(entry("/data", new Node.File(new Large(4L << 30)), 0644)));
    IOException e =
        assertThrows(
            IOException.class, () -> CpioWriter.write(tree, TIME, OutputStream.nullOutputStream()));
    assertTrue(e.getMessage().contains("/data has 4 GiB or more"), e.getMessage());
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("changing"), "12345");
    for (long size : new long[] {4, 6}) {
      Tree tree = tree(List.of(entry("/x", new Node.File(new HostFile(file, size)), 0644)));
      assertThrows(
          IOException.class, () -> CpioWriter.write(tree, TIME, OutputStream.nullOutputStream()));
    }
  }
}
