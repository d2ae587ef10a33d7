package org.distroc.sbom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.kernel.KernelTree;

/** Reads licences from machine-readable files; it guesses none. */
final class Licences {
  private static final Pattern SPDX =
      Pattern.compile(
          "SPDX-License-Identifier:\\s*([A-Za-z0-9.+() -]{1,200})\\s*$", Pattern.MULTILINE);

  private Licences() {}

  /** The SPDX expression in a kernel's file COPYING. */
  static Optional<String> ofKernel(KernelTree tree) {
    try {
      Matcher matcher = SPDX.matcher(tree.read("COPYING"));
      return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    } catch (Failure e) {
      // The file is missing, or is not a text.
      return Optional.empty();
    }
  }

  /**
   * The licence that a package's Debian copyright file gives for all files, in Debian's terms, such
   * as {@code GPL-2+}; empty if it is not machine-readable.
   *
   * @param documents where packages have their documents: {@code /usr/share/doc}
   */
  static Optional<String> ofPackage(Path documents, String name) {
    Path file = documents.resolve(name).resolve("copyright");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = BoundedFiles.lines(file, BoundedFiles.TEXT);
      int all = lines.indexOf("Files: *");
      if (all < 0 || lines.stream().noneMatch(line -> line.startsWith("Format: "))) {
        return Optional.empty();
      }
      return lines.subList(all, lines.size()).stream()
          .takeWhile(line -> !line.isBlank())
          .filter(line -> line.startsWith("License: "))
          .map(line -> line.substring("License: ".length()).strip())
          .findFirst();
    } catch (IOException e) {
      // Not UTF-8, or gone meanwhile: no licence is reported.
      return Optional.empty();
    }
  }
}
