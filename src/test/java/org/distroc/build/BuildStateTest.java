package org.distroc.build;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildStateTest {
  private static final List<String> OUTPUTS = List.of("Makefile", "bzImage");

  @TempDir Path root;
  private BuildState state;

  @BeforeEach
  void remember() throws IOException {
    ProjectFolder folder = new ProjectFolder(root);
    Files.createDirectories(folder.memory("."));
    Files.writeString(root.resolve("Makefile"), "all:\n");
    Files.writeString(root.resolve("bzImage"), "kernel");
    state = new BuildState(folder);
    state.remember("inputs", root, OUTPUTS);
  }

  @Test
  void nothingChanged() throws IOException {
    assertTrue(state.holds("inputs", root, OUTPUTS));
  }

  @Test
  void otherInputs() throws IOException {
    assertFalse(state.holds("other", root, OUTPUTS));
  }

  @Test
  void anOutputIsGone() throws IOException {
    Files.delete(root.resolve("bzImage"));
    assertFalse(state.holds("inputs", root, OUTPUTS));
  }

  @Test
  void anOutputHasAnotherSize() throws IOException {
    FileTime time = Files.getLastModifiedTime(root.resolve("bzImage"));
    Files.writeString(root.resolve("bzImage"), "kernel!");
    Files.setLastModifiedTime(root.resolve("bzImage"), time);
    assertFalse(state.holds("inputs", root, OUTPUTS));
  }

  @Test
  void anOutputWasWrittenAgainWithTheSameSize() throws IOException {
    FileTime time = Files.getLastModifiedTime(root.resolve("bzImage"));
    Files.setLastModifiedTime(
        root.resolve("bzImage"), FileTime.fromMillis(time.toMillis() + 1));
    assertFalse(state.holds("inputs", root, OUTPUTS));
  }

  @Test
  void moreOutputsAreWanted() throws IOException {
    assertFalse(state.holds("inputs", root, List.of("Makefile", "bzImage", "toy.iso")));
  }

  @Test
  void whatWasForgottenDoesNotHold() throws IOException {
    state.forget();
    assertFalse(state.holds("inputs", root, OUTPUTS));
    state.forget();
  }

  @Test
  void otherToolsAreNoticedOnce() throws IOException {
    assertFalse(state.otherTools("gcc 12"), "nothing was built before");
    state.rememberTools("gcc 12");
    assertFalse(state.otherTools("gcc 12"));
    assertTrue(state.otherTools("gcc 13"));
    state.rememberTools("gcc 13");
    assertFalse(state.otherTools("gcc 13"));
  }
}
