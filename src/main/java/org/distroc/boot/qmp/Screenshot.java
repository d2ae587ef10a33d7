package org.distroc.boot.qmp;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.distroc.host.BoundedFiles;

/** Keeps a picture of a guest's screen as a PNG file. */
public final class Screenshot {
  private Screenshot() {}

  /**
   * Takes a picture.
   *
   * @param scratch a file that QEMU may write and that goes away afterwards
   */
  public static void take(Qmp qmp, Path scratch, Path png) throws IOException {
    Files.createDirectories(png.toAbsolutePath().getParent());
    try {
      qmp.execute("screendump", Map.of("filename", scratch.toString(), "format", "png"));
      Files.write(png, BoundedFiles.bytes(scratch, BoundedFiles.TABLE));
    } catch (Qmp.Refused old) {
      // Before QEMU 7.1, or when it was built without libpng, there is one format only.
      qmp.execute("screendump", Map.of("filename", scratch.toString()));
      // ImageIO would write through a link.
      Files.deleteIfExists(png);
      ImageIO.write(read(BoundedFiles.bytes(scratch, BoundedFiles.TABLE)), "png", png.toFile());
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /** A picture in the binary PPM format, as QEMU writes it. */
  public static BufferedImage read(byte[] ppm) throws IOException {
    int at = 0;
    int[] header = new int[3];
    String start = new String(ppm, 0, Math.min(2, ppm.length), StandardCharsets.US_ASCII);
    if (!start.equals("P6")) {
      throw new IOException("unknown format of QEMU's screenshot");
    }
    at = 2;
    for (int i = 0; i < header.length; i++) {
      while (at < ppm.length && Character.isWhitespace(ppm[at])) {
        at++;
      }
      while (at < ppm.length && ppm[at] >= '0' && ppm[at] <= '9' && header[i] < 100_000) {
        header[i] = header[i] * 10 + ppm[at++] - '0';
      }
    }
    int pixels = at + 1;
    int width = header[0];
    int height = header[1];
    if (width < 1 || height < 1 || (long) width * height * 3 > ppm.length - pixels) {
      throw new IOException("QEMU's screenshot is truncated");
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int p = pixels + 3 * i;
      int rgb = (ppm[p] & 0xff) << 16 | (ppm[p + 1] & 0xff) << 8 | ppm[p + 2] & 0xff;
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }
}
