package org.distroc.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;

/** Reads the bytes of a recipe and makes text of them, within bounds, whatever the file is. */
final class RecipeFile {
  /** The largest recipe, in bytes. */
  static final int LIMIT = 256 * 1024;

  private RecipeFile() {}

  /** Whether a text could be read as a recipe again, by its size. */
  static boolean fits(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + 3 <= LIMIT;
  }

  /** Throws a {@link Failure} for a file that is missing, no file, too large, or not UTF-8. */
  static SourceText read(Path file, String displayName) {
    return read(file, displayName, Language.RECIPE);
  }

  /** The same for a file in another language. */
  static SourceText read(Path file, String displayName, Language language) {
    try {
      byte[] bytes = bytes(file, displayName);
      int start = startsWithMark(bytes) ? 3 : 0;
      return new SourceText(displayName, decode(bytes, start, displayName), language);
    } catch (Failure failure) {
      throw new Failure(failure.diagnostics().stream().map(language::worded).toList(), failure);
    }
  }

  private static byte[] bytes(Path file, String displayName) {
    Span top = new Span(displayName, 1, 1, 0, "");
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new Failure(notAFile(attributes.isDirectory()).at(top));
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
          throw new Failure(
              Diagnostic.error(Code.D1004, "the recipe is larger than 256 KiB")
                  .at(top)
                  .why("a recipe is a short text; this may be another file")
                  .help("check the name of the file"));
        }
        return bytes;
      }
    } catch (NoSuchFileException missing) {
      throw new Failure(
          Diagnostic.error(Code.D1001, "there is no recipe `" + displayName + "`")
              .at(top)
              .help(
                  "check the name and the folder; `distroc new NAME` writes a recipe to start"
                      + " from"));
    } catch (IOException refused) {
      throw new Failure(unreadable(displayName, refused).at(top), refused);
    }
  }

  private static Diagnostic notAFile(boolean folder) {
    return folder
        ? Diagnostic.error(Code.D1002, "the recipe is a folder")
            .why("a recipe is a single text file")
            .help("name the file in it, such as `distro.yaml`")
        : Diagnostic.error(Code.D1002, "the recipe is not a regular file")
            .why("a recipe is a text file; this is a device, a pipe or a socket")
            .help("write the recipe into a file");
  }

  private static Diagnostic unreadable(String displayName, IOException refused) {
    Diagnostic error = Diagnostic.error(Code.D1003, "the recipe cannot be read");
    return refused instanceof AccessDeniedException
        ? error
            .why("you have no permission to read it")
            .help("`ls -l " + displayName + "` shows who may")
        : error.why("the operating system says: " + reason(refused));
  }

  private static String reason(IOException refused) {
    if (refused instanceof java.nio.file.FileSystemException inFileSystem
        && inFileSystem.getReason() != null) {
      return inFileSystem.getReason();
    }
    return String.valueOf(refused.getMessage());
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static String decode(byte[] bytes, int start, String displayName) {
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return text;
    }
    SourceText readable = new SourceText(displayName, text);
    throw new Failure(
        notUtf8(bytes, in.position()).at(readable.span(text.length(), text.length())),
        malformed(result));
  }

  private static Diagnostic notUtf8(byte[] bytes, int index) {
    String hex = Integer.toHexString(bytes[index] & 0xFF);
    Diagnostic error =
        Diagnostic.error(Code.D1005, "the recipe is not UTF-8 text")
            .label("byte 0x" + (hex.length() < 2 ? "0" : "") + hex + " after this text");
    boolean utf16 =
        bytes.length >= 2
            && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF);
    if (utf16) {
      return error
          .why("it starts like a file in UTF-16")
          .help("convert it: `iconv -f UTF-16 -t UTF-8 OLD >NEW`");
    }
    return error
        .why("no character starts with this byte, or a character is cut off here")
        .help("save the file as UTF-8; from Latin-1: `iconv -f LATIN1 -t UTF-8 OLD >NEW`");
  }

  private static CharacterCodingException malformed(CoderResult result) {
    try {
      result.throwException();
    } catch (CharacterCodingException cause) {
      return cause;
    }
    throw new IllegalStateException("not an error: " + result);
  }
}
