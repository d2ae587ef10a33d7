package org.distroc.recipe.text;

import java.io.IOException;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.host.RefusedFile;

/** Reads a recipe, or a file in another language, as text within bounds, whatever the file is. */
public final class SourceReader {
  /** The largest file, in bytes. */
  public static final int LIMIT = 256 * 1024;

  /** How many files of a folder are compared with a name that is not there. */
  private static final int ENTRIES = 1000;

  private SourceReader() {}

  /** Whether a text is small enough to be read again. */
  public static boolean fits(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + 3 <= LIMIT;
  }

  /**
   * The text of a file.
   *
   * @param displayName the file as the user named it
   * @throws Failure for a file that is missing, not a regular file, too large, or not UTF-8
   */
  public static SourceText read(Path file, String displayName, Language language) {
    try {
      return text(bytes(file, displayName, language), displayName, language);
    } catch (Failure failure) {
      throw new Failure(failure.diagnostics().stream().map(language::coded).toList(), failure);
    }
  }

  /**
   * The text in some bytes.
   *
   * @throws Failure if they are too many, or not UTF-8
   */
  public static SourceText of(byte[] bytes, String displayName, Language language) {
    if (bytes.length > LIMIT) {
      throw new Failure(language.coded(tooLarge(language).at(top(displayName))));
    }
    return text(bytes, displayName, language);
  }

  private static Span top(String displayName) {
    return new Span(displayName, 1, 1, 0, "");
  }

  private static Diagnostic tooLarge(Language language) {
    return Diagnostic.error(Code.D1004, "the " + language.noun() + " is larger than 256 KiB")
        .why(language.noun() + "s are short; this may be the wrong file")
        .help("check the file name");
  }

  private static SourceText text(byte[] bytes, String displayName, Language language) {
    int start = startsWithMark(bytes) ? 3 : 0;
    return new SourceText(displayName, decode(bytes, start, displayName, language), language);
  }

  private static byte[] bytes(Path file, String displayName, Language language) {
    Span top = top(displayName);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new Failure(notAFile(attributes.isDirectory(), language.noun()).at(top));
      }
      return BoundedFiles.bytes(file, LIMIT);
    } catch (RefusedFile large) {
      throw new Failure(tooLarge(language).at(top), large);
    } catch (NoSuchFileException missing) {
      Diagnostic error =
          Diagnostic.error(Code.D1001, "there is no " + language.noun() + " `" + displayName + "`");
      Optional<String> near = near(file, displayName);
      if (near.isPresent()) {
        throw new Failure(error.help("did you mean `" + near.get() + "`?").at(top), missing);
      }
      throw new Failure(language.suggestNew(error, "check the name and the folder; ").at(top));
    } catch (IOException refused) {
      throw new Failure(unreadable(displayName, refused, language.noun()).at(top), refused);
    }
  }

  /** A YAML file of the same folder whose name is nearly that one, as the user would name it. */
  private static Optional<String> near(Path file, String displayName) {
    Path absolute = file.toAbsolutePath();
    Map<String, String> names = new TreeMap<>();
    try (Stream<Path> files = Files.list(absolute.getParent())) {
      files
          .limit(ENTRIES)
          .filter(Files::isRegularFile)
          .map(other -> other.getFileName().toString())
          .filter(name -> name.matches(".*\\.ya?ml"))
          .forEach(name -> names.put(stem(name), name));
    } catch (IOException e) {
      return Optional.empty();
    }
    int folder = displayName.lastIndexOf('/') + 1;
    return NearestNames.to(stem(absolute.getFileName().toString()), names.keySet()).stream()
        .findFirst()
        .map(near -> displayName.substring(0, folder) + names.get(near));
  }

  private static String stem(String name) {
    return name.replaceFirst("\\.(ya?ml|yam|yl)$", "").toLowerCase(Locale.ROOT);
  }

  private static Diagnostic notAFile(boolean folder, String noun) {
    return folder
        ? Diagnostic.error(Code.D1002, "the " + noun + " is a folder")
            .why("a " + noun + " is a single text file")
            .help("name the file in it, such as `distro.yaml`")
        : Diagnostic.error(Code.D1002, "the " + noun + " is not a regular file")
            .why("a " + noun + " is a text file; this is a device, a pipe or a socket")
            .help("write the " + noun + " to a file");
  }

  private static Diagnostic unreadable(String displayName, IOException refused, String noun) {
    Diagnostic error = Diagnostic.error(Code.D1003, "cannot read the " + noun);
    return refused instanceof AccessDeniedException
        ? error
            .why("you have no permission to read it")
            .help("`ls -l " + displayName + "` shows who may")
        : error.why("the operating system reports: " + reason(refused));
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

  private static String decode(byte[] bytes, int start, String displayName, Language language) {
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return text;
    }
    SourceText readable = new SourceText(displayName, text);
    throw new Failure(
        notUtf8(bytes, in.position(), language.noun())
            .at(readable.span(text.length(), text.length())),
        malformed(result));
  }

  private static Diagnostic notUtf8(byte[] bytes, int index, String noun) {
    String hex = Integer.toHexString(bytes[index] & 0xFF);
    Diagnostic error =
        Diagnostic.error(Code.D1005, "the " + noun + " is not UTF-8 text")
            .label("byte 0x" + (hex.length() < 2 ? "0" : "") + hex + " after this text");
    boolean utf16 =
        bytes.length >= 2
            && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF);
    if (utf16) {
      return error
          .why("it starts like a UTF-16 file")
          .help("convert it: `iconv -f UTF-16 -t UTF-8 OLD >NEW`");
    }
    return error
        .why("this byte does not start a character, or a character is cut off here")
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
