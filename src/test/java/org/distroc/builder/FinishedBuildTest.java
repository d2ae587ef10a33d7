package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stored record of a build, and the detection of changed files. */
class FinishedBuildTest {
  private static final String HOSTILE = "a\tb\\n\nc\r\\\u2028 output\t\u00e9";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("bzImage"), "the kernel");
  }

  private OutputFile recorded(Instant clock) throws IOException {
    return OutputFile.of(folder, "bzImage", clock, Optional.empty()).orElseThrow();
  }

  /** The file system's clock was later: every change since has another time. */
  private OutputFile settled() throws IOException {
    return recorded(Instant.now().plusSeconds(60));
  }

  @Test
  void anUntouchedFileIsNotRead() throws IOException {
    OutputFile output = settled();
    OutputFile other = new OutputFile("bzImage", output.size(), output.stamp(), true, "no digest");
    assertTrue(other.isUnchanged(folder), "it was not read");
    assertTrue(output.isUnchanged(folder));
  }

  /** It may have changed again in the clock tick in which it was recorded. */
  @Test
  void aFileThatIsInDoubtIsRead() throws IOException {
    OutputFile output = recorded(Instant.EPOCH);
    assertFalse(output.settled());
    assertTrue(output.isUnchanged(folder));
    OutputFile changed =
        new OutputFile("bzImage", output.size(), output.stamp(), false, Sha256.of(new byte[] {1}));
    assertFalse(changed.isUnchanged(folder), "size and times are the same, the content is not");
  }

  @Test
  void aChangeOfTheSameSizeWithItsTimeSetBackIsSeen() throws IOException {
    OutputFile output = settled();
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "the colonel");
    assertFalse(output.isUnchanged(folder));
    Files.writeString(file, "thy kernel");
    Files.setLastModifiedTime(file, time);
    assertFalse(output.isUnchanged(folder));
    Files.writeString(file, "the kernel");
    assertTrue(output.isUnchanged(folder), "only its times are others");
  }

  @Test
  void aLinkOrAFolderIsNoOutput() throws IOException {
    OutputFile output = settled();
    Files.move(file, folder.resolve("moved"));
    assertFalse(output.isUnchanged(folder));
    Files.createSymbolicLink(file, Path.of("moved"));
    assertFalse(output.isUnchanged(folder));
    assertEquals(
        Optional.empty(), OutputFile.of(folder, "bzImage", Instant.now(), Optional.empty()));
  }

  @Test
  void aDigestIsKeptForAFileThatIsTheSame() throws IOException {
    OutputFile before = settled();
    OutputFile marked = new OutputFile("bzImage", before.size(), before.stamp(), true, "kept");
    OutputFile now =
        OutputFile.of(folder, "bzImage", Instant.now(), Optional.of(marked)).orElseThrow();
    assertEquals("kept", now.digest());
    Files.writeString(file, "THE KERNEL");
    assertEquals(
        Sha256.of(Files.readAllBytes(file)),
        OutputFile.of(folder, "bzImage", Instant.now(), Optional.of(marked))
            .orElseThrow()
            .digest());
  }

  private FinishedBuild build() throws IOException {
    Diagnostic warning =
        Diagnostic.warning(Code.D2060, HOSTILE)
            .at(new Span(HOSTILE, 3, 4, 5, HOSTILE))
            .label(HOSTILE)
            .why(HOSTILE)
            .help(HOSTILE)
            .help("");
    return new FinishedBuild(
        "my recipe.yaml",
        new BuildInputs(Map.of(BuildInputs.KEY + "/kernel/" + HOSTILE, HOSTILE, "empty", "")),
        "project",
        Map.of(Artifacts.KERNEL, "bzImage"),
        List.of(settled()),
        List.of(),
        List.of(settled()),
        List.of(warning, Diagnostic.warning(Code.D2061, "plain")));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path state = Files.writeString(folder.resolve("state"), build().write());
    assertEquals(Optional.of(build()), FinishedBuild.of(Files.readAllBytes(state)));
  }

  @Test
  void truncatedOrAlteredFilesAreRejected() throws IOException {
    String text = build().write();
    Path state = folder.resolve("state");
    for (int i = 0; i < text.length() - 1; i++) {
      Files.writeString(state, text.substring(0, i));
      assertEquals(Optional.empty(), FinishedBuild.of(Files.readAllBytes(state)), "cut at " + i);
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      Files.write(state, bytes);
      FinishedBuild.of(Files.readAllBytes(state)); // any result is fine, but no exception
    }
  }
}
