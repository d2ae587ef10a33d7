package org.distroc.recipe;

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

/** Puts a new text in the place of a recipe: written beside it, then renamed. */
final class RecipeWriter {
  private RecipeWriter() {}

  /** Throws a {@link Failure}, and leaves the file as it is, unless it still holds the old text. */
  static void replace(Path file, SourceText before, String text) {
    Span top = before.lineAt(0);
    try {
      // A link to a recipe stays a link.
      Path real = file.toRealPath();
      byte[] there = Files.readAllBytes(real);
      byte[] bare = before.text().getBytes(StandardCharsets.UTF_8);
      byte[] marked = ("\uFEFF" + before.text()).getBytes(StandardCharsets.UTF_8);
      boolean mark = Arrays.equals(there, marked);
      if (!mark && !Arrays.equals(there, bare)) {
        throw new Failure(
            Diagnostic.error(Code.D2081, "the recipe was changed by somebody else meanwhile")
                .at(top)
                .why("its text is not the one that was read, so nothing was written")
                .help("save it in your editor, and run this again"));
      }
      write(real, ((mark ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8));
    } catch (IOException refused) {
      throw new Failure(
          Diagnostic.error(Code.D5060, "the recipe cannot be written")
              .at(top)
              .why("the operating system says: " + refused)
              .help("`ls -ld` shows who may write the file and its folder; both are needed"),
          refused);
    }
  }

  private static void write(Path real, byte[] content) throws IOException {
    if (!Files.isWritable(real)) {
      throw new IOException(real + " is read-only");
    }
    Path beside = Files.createTempFile(real.getParent(), "." + real.getFileName() + ".", ".new");
    try {
      Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(real));
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
