package org.distroc.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lzma.LZMACompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.distroc.elf.ElfParts;
import org.distroc.format.Part;
import org.distroc.format.PartReader;
import org.distroc.format.catalogue.Formats;

/** Splits outputs of a build into parts, by their magic numbers. */
final class Parts {
  /** Larger than any part of a small Linux; files that claim to contain more are not split. */
  private static final int LARGEST = 512 << 20;

  private Parts() {}

  /** The parts of a file; empty if its kind is unknown, or it is damaged. */
  static Optional<List<Part>> of(byte[] file) {
    try {
      if (ElfParts.isElf(file)) {
        return Optional.of(
            ElfParts.of(file).entrySet().stream()
                .map(part -> new Part(part.getKey(), "", part.getValue()))
                .toList());
      }
      Optional<PartReader> reader = reader(file);
      Optional<List<Part>> parts = reader.isPresent() ? reader.get().parts(file) : Optional.empty();
      return parts.isPresent() ? parts : decompressed(file);
    } catch (IOException | RuntimeException e) {
      // It only looked like such a file, so its bytes are compared.
      return Optional.empty();
    }
  }

  /** A word for the kind of a file, if it is known. Archives are of one kind, compressed or not. */
  static String kind(byte[] file) {
    return ElfParts.isElf(file) ? "program" : reader(file).map(PartReader::kind).orElse("");
  }

  private static Optional<PartReader> reader(byte[] file) {
    return Formats.ALL.stream()
        .flatMap(format -> format.reader().stream())
        .filter(reader -> reader.recognizes(file))
        .findFirst();
  }

  /** Whether a file starts with these bytes. */
  private static boolean startsWith(byte[] file, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= file.length || (file[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<List<Part>> decompressed(byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    if (startsWith(file, 0x1f, 0x8b)) {
      GzipCompressorInputStream gzip = new GzipCompressorInputStream(in);
      String about =
          "name "
              + gzip.getMetaData().getFileName()
              + ", time "
              + gzip.getMetaData().getModificationTime();
      return Optional.of(List.of(whole("content", about, gzip)));
    } else if (startsWith(file, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return Optional.of(List.of(whole("content", "", new XZCompressorInputStream(in))));
    } else if (startsWith(file, 0x5d, 0, 0)) {
      return Optional.of(List.of(whole("content", "", new LZMACompressorInputStream(in))));
    } else if (startsWith(file, 'B', 'Z', 'h')) {
      return Optional.of(List.of(whole("content", "", new BZip2CompressorInputStream(in))));
    }
    return Optional.empty();
  }

  private static Part whole(String name, String about, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST);
    if (bytes.length == LARGEST) {
      throw new IOException("it is too large");
    }
    return new Part(name, about, bytes);
  }
}
