package org.distroc.elf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.distroc.arch.Architecture;
import org.distroc.arch.Board;
import org.distroc.arch.x86_64.X8664;

/** A kernel of the tests with one program as init, in QEMU, with its serial console. */
final class Guest implements AutoCloseable {
  private static final String PROPERTY = "distroc.test.kernel";

  private final Process qemu;
  private final StringBuffer console = new StringBuffer();
  private final Thread reader;

  /** Boots; the folder gets the initramfs. */
  Guest(Path init, Path folder) throws IOException {
    this(X8664.ARCHITECTURE, kernel(), init, folder);
  }

  /** The same on another architecture, with a kernel for it. */
  Guest(Architecture architecture, Path kernel, Path init, Path folder) throws IOException {
    Path initramfs = folder.resolve("initramfs.cpio");
    Files.write(initramfs, archive(Files.readAllBytes(init)));
    Board board = architecture.board();
    List<String> words = new ArrayList<>(List.of("timeout", "120", board.qemu(), "-accel", "tcg"));
    board.machine().ifPresent(machine -> words.addAll(List.of("-machine", machine)));
    board.cpu().ifPresent(cpu -> words.addAll(List.of("-cpu", cpu)));
    words.addAll(List.of("-m", "64M", "-display", "none", "-nodefaults", "-no-user-config"));
    words.addAll(List.of("-nic", "none", "-serial", "stdio", "-no-reboot"));
    words.addAll(List.of("-append", "console=" + architecture.consoles().serial() + " panic=-1"));
    words.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
    qemu = new ProcessBuilder(words).redirectErrorStream(true).start();
    reader = new Thread(this::readConsole, "console");
    reader.setDaemon(true);
    reader.start();
  }

  private static Path kernel() {
    String path = System.getProperty(PROPERTY, "");
    if (path.isEmpty() || !Files.isRegularFile(Path.of(path))) {
      throw new IllegalStateException(
          "these tests boot a kernel: give its bzImage as -D" + PROPERTY + "=FILE, not " + path);
    }
    return Path.of(path);
  }

  private static byte[] archive(byte[] init) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream out =
        new CpioArchiveOutputStream(bytes, CpioConstants.FORMAT_NEW, 512, "UTF-8")) {
      CpioArchiveEntry dev = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, "dev");
      dev.setMode(CpioConstants.C_ISDIR | 0755);
      out.putArchiveEntry(dev);
      CpioArchiveEntry device = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, "dev/console");
      device.setMode(CpioConstants.C_ISCHR | 0600);
      device.setRemoteDeviceMaj(5);
      device.setRemoteDeviceMin(1);
      out.putArchiveEntry(device);
      CpioArchiveEntry file = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, "init", init.length);
      file.setMode(CpioConstants.C_ISREG | 0755);
      out.putArchiveEntry(file);
      out.write(init);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private void readConsole() {
    byte[] buffer = new byte[4096];
    try (InputStream in = qemu.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        console.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types on the serial console. */
  void type(String text) throws IOException {
    OutputStream out = qemu.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Length of the console output so far. */
  int said() {
    return console.length();
  }

  /**
   * Waits for a text after a position; returns the output from there on, with or without the text.
   */
  String await(String text, int from, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end && console.indexOf(text, from) < 0 && reader.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return console.substring(from);
  }

  @Override
  public void close() {
    qemu.destroy();
    try {
      qemu.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
