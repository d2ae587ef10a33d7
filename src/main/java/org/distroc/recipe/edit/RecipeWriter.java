package org.distroc.recipe.edit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.recipe.text.SourceText;

/** Replaces the text of a recipe: writes a temporary file next to it, then renames it. */
public final class RecipeWriter {
  private RecipeWriter() {}

  /** Throws a {@link Failure}, and leaves the file alone, unless it still has the old text. */
  static void replace(Path file, SourceText before, String text) {
    Span top = before.lineAt(0);
    try {
      // A link to a recipe stays a link.
      Path real = file.toRealPath();
      byte[] there = BoundedFiles.bytes(real, BoundedFiles.NOTE);
      byte[] bare = before.text().getBytes(StandardCharsets.UTF_8);
      byte[] marked = ("\uFEFF" + before.text()).getBytes(StandardCharsets.UTF_8);
      boolean mark = Arrays.equals(there, marked);
      if (!mark && !Arrays.equals(there, bare)) {
        throw new Failure(
            Diagnostic.error(Code.D2081, "the recipe was modified in the meantime")
                .at(top)
                .why("its text is no longer what was read, so nothing was written")
                .help("save it in your editor, then run this again"));
      }
      write(real, ((mark ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8));
    } catch (IOException refused) {
      throw new Failure(
          Diagnostic.error(Code.D5060, "cannot write the recipe")
              .at(top)
              .why("the operating system reports: " + refused)
              .help("`ls -ld` shows who may write the file and its folder; both must be writable"),
          refused);
    }
  }

  private static void write(Path real, byte[] content) throws IOException {
    if (!Files.isWritable(real)) {
      throw new IOException(real + " is read-only");
    }
    Path temporary = Files.createTempFile(real.getParent(), "." + real.getFileName() + ".", ".new");
    try {
      Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(real));
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
